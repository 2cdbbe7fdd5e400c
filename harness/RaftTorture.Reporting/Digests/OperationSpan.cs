using RaftTorture.Checking.Histories;

namespace RaftTorture.Reporting.Digests;

/// <summary>How an operation ended, as the charts colour it.</summary>
public enum Outcome
{
    Ok,
    Fail,
    Info,

    /// <summary>The history ends before the operation does.</summary>
    Open,
}

/// <summary>An operation from its invocation to its completion, which is null where the history ends first.</summary>
public sealed record OperationSpan(HistoryEvent Invoke, HistoryEvent? Completion)
{
    public Outcome Outcome => Completion?.Type switch
    {
        null => Outcome.Open,
        EventType.Ok => Outcome.Ok,
        EventType.Fail => Outcome.Fail,
        _ => Outcome.Info,
    };

    /// <summary>Nanoseconds from invocation to completion; null while open.</summary>
    public long? LatencyNs => Completion?.TimeNs - Invoke.TimeNs;

    /// <summary>Pairs invocations with completions, in the order of invocation; the nemesis is left out.</summary>
    public static IReadOnlyList<OperationSpan> Pair(IReadOnlyList<HistoryEvent> history)
    {
        var spans = new List<OperationSpan>(history.Count / 2);
        var openAt = new Dictionary<ProcessId, int>();
        foreach (var happened in history)
        {
            if (happened.Process.IsNemesis)
                continue;
            if (happened.Type == EventType.Invoke)
            {
                openAt[happened.Process] = spans.Count;
                spans.Add(new OperationSpan(happened, null));
            }
            else if (openAt.Remove(happened.Process, out var position))
            {
                spans[position] = spans[position] with { Completion = happened };
            }
        }

        return spans;
    }
}
