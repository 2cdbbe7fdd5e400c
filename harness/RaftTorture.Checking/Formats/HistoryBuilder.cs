using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>Holds events to the grammar of a history as they come, and remembers on which lines they stood.</summary>
internal sealed class HistoryBuilder
{
    private readonly List<HistoryEvent> _events = [];
    private readonly OpenOperations _open = new();

    // Null as long as every line is its event's index and one, as in files of our own: of a million events that is the usual case.
    private List<int>? _lines;

    public IReadOnlyList<HistoryEvent> Events => _events;

    public IReadOnlyList<int>? Lines => _lines;

    /// <exception cref="HistoryFormatException">The event does not follow from those before it.</exception>
    public void Add(HistoryEvent e, int lineNumber)
    {
        if (_events.Count > 0 && e.Index <= _events[^1].Index)
            throw new HistoryFormatException(lineNumber, $"its index {e.Index} does not follow {_events[^1].Index}: lines stand in real-time order");
        if (!e.Process.IsNemesis)
            _open.Accept(e, _events.Count, lineNumber);
        if (_lines is null && e.Index + 1 != lineNumber)
            _lines = [.. _events.Select(each => (int)each.Index + 1)];
        _lines?.Add(lineNumber);
        _events.Add(e);
    }
}
