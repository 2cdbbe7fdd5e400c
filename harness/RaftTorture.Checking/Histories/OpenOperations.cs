namespace RaftTorture.Checking.Histories;

/// <summary>Which process has which operation open: the grammar of a history, one event at a time.</summary>
internal sealed class OpenOperations
{
    // Looked up, never enumerated.
    private readonly Dictionary<int, (HistoryEvent Event, int Position)> _openByProcess = [];

    /// <param name="e">The next event of a client.</param>
    /// <param name="position">Its position among the events.</param>
    /// <param name="lineNumber">What to name in an error, counted from 1.</param>
    /// <returns>The position of the invocation that the event belongs to: its own, if it is one.</returns>
    /// <exception cref="HistoryFormatException">The event does not follow from those before it.</exception>
    public int Accept(HistoryEvent e, int position, long lineNumber)
    {
        var process = e.Process.Number;
        if (e.Type == EventType.Invoke)
        {
            if (!_openByProcess.TryAdd(process, (e, position)))
                throw new HistoryFormatException(lineNumber, $"process {process} invokes {e.F} before its {_openByProcess[process].Event.F} ended");
            return position;
        }

        if (!_openByProcess.Remove(process, out var open))
            throw new HistoryFormatException(lineNumber, $"process {process} completes {e.F} without having invoked it");
        if (open.Event.F != e.F || (e.Key is not null && e.Key != open.Event.Key))
            throw new HistoryFormatException(lineNumber, $"process {process} completes {Name(e)}, but what it invoked was {Name(open.Event)}");
        return open.Position;
    }

    private static string Name(HistoryEvent e) => e.Key is null ? e.F : $"{e.F} of {e.Key}";
}
