namespace RaftTorture.Checking.Histories;

/// <summary>One operation of a client: what it asked for, and what it was told.</summary>
/// <param name="Invocation">The event that sent it.</param>
/// <param name="Completion">The event that ended it, or null where the history ends first.</param>
/// <param name="InvokedAt">Position of the invocation in the history. Positions are real time.</param>
/// <param name="CompletedAt">Position of the completion; <see cref="Never"/> where nobody knows how it ended.</param>
public sealed record Call(HistoryEvent Invocation, HistoryEvent? Completion, int InvokedAt, int CompletedAt)
{
    /// <summary>The end of an operation that may still take effect at any later time.</summary>
    public const int Never = int.MaxValue;

    public string F => Invocation.F;

    public string? Key => Invocation.Key;

    public ProcessId Process => Invocation.Process;

    /// <summary>What was asked.</summary>
    public Value Argument => Invocation.Value;

    /// <summary>What was answered; absence where nothing was.</summary>
    public Value Result => Completion?.Value ?? Value.Absent;

    /// <summary>How it ended; an operation without an end is as unknown as one that says so.</summary>
    public EventType Outcome => Completion?.Type ?? EventType.Info;

    public bool IsOk => Outcome == EventType.Ok;

    public bool IsUnknown => Outcome == EventType.Info;

    /// <summary>A compare-and-set that found another value, which makes it a read.</summary>
    public bool IsCasMiss => Outcome == EventType.Fail && Completion!.Error == HistoryEvent.CasMiss;

    /// <summary>The same operation as seen by somebody who left before it ended.</summary>
    public Call WithoutEnd() => this with { Completion = null, CompletedAt = Never };

    /// <summary>The events of some calls, in history order.</summary>
    public static IReadOnlyList<HistoryEvent> EventsOf(IEnumerable<Call> calls) =>
        [.. calls.SelectMany(call => new[] { call.Invocation, call.Completion }).OfType<HistoryEvent>().OrderBy(e => e.Index)];
}
