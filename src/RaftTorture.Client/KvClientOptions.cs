namespace RaftTorture.Client;

/// <summary>The patience of a client.</summary>
public sealed record KvClientOptions
{
    public static readonly KvClientOptions Default = new();

    /// <summary>
    /// After this long without an answer an attempt counts as unanswered and the next node is asked. A write is then in doubt, so let it be
    /// longer than an election takes.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest pause before another attempt. Longer than nothing, or a cluster without a leader is asked without end.</summary>
    public TimeSpan MinWait { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Longest pause before another attempt. The first pauses are drawn up to twice the shortest, the next up to four times that, and so on
    /// up to this; every command begins anew. It bounds how late a client notices that a new leader serves.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMilliseconds(50);
}
