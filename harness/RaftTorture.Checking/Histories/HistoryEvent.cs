namespace RaftTorture.Checking.Histories;

/// <summary>How an event stands to its operation.</summary>
public enum EventType
{
    /// <summary>The operation was sent.</summary>
    Invoke,

    /// <summary>It certainly happened, and this is what it returned.</summary>
    Ok,

    /// <summary>It certainly did not happen. A cas that missed says in <see cref="HistoryEvent.Observed"/> what it saw.</summary>
    Fail,

    /// <summary>Nobody knows: it may have happened, may happen later, or never.</summary>
    Info,
}

/// <summary>One line of <c>history.jsonl</c>.</summary>
public sealed record HistoryEvent
{
    /// <summary>The error of a compare-and-set that found another value: an exact read of <see cref="Observed"/>.</summary>
    public const string CasMiss = "cas-miss";

    /// <summary>Position in the history, strictly increasing: this order is real time and decides ties.</summary>
    public required long Index { get; init; }

    /// <summary>Nanoseconds since the run started, on a monotonic clock.</summary>
    public required long TimeNs { get; init; }

    public required ProcessId Process { get; init; }

    public required EventType Type { get; init; }

    /// <summary>What was asked: <c>read</c>, <c>write</c>, <c>cas</c>, <c>append</c>, <c>add</c>, or a fault's name.</summary>
    public required string F { get; init; }

    /// <summary>The key, or null where the operation has none.</summary>
    public string? Key { get; init; }

    /// <summary>Arguments in an invocation, the result in a completion; <see cref="Histories.Value.Absent"/> where there is none.</summary>
    public Value Value { get; init; } = Value.Absent;

    /// <summary>The node that the client spoke to.</summary>
    public string? Node { get; init; }

    /// <summary>Why the operation failed or is unknown.</summary>
    public string? Error { get; init; }

    /// <summary>The value that a missed cas saw; null where nothing was seen (absence is an explicit <see cref="Value.Nil"/>).</summary>
    public Value? Observed { get; init; }
}
