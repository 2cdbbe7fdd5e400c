namespace RaftTorture.Client;

/// <summary>The patience of a client.</summary>
public sealed record KvClientOptions
{
    public static readonly KvClientOptions Default = new();

    /// <summary>After this long without an answer an attempt counts as unanswered and the next node is asked.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest pause before another node is asked.</summary>
    public TimeSpan MinWait { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest pause before another node is asked; each is drawn uniformly between the two.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMilliseconds(50);
}
