using RaftTorture.Kv.Api;

namespace RaftTorture.Client;

/// <summary>What became of one step of a <see cref="ClientSession"/>.</summary>
public abstract record AttemptResult
{
    private AttemptResult()
    {
    }

    /// <summary>The node answered, in words of the client API.</summary>
    public sealed record Replied(KvReply Reply) : AttemptResult;

    /// <summary>No byte of the request can have reached the node.</summary>
    public sealed record NotSent(string Reason) : AttemptResult;

    /// <summary>The request may have arrived, and nothing intelligible came back.</summary>
    public sealed record NoAnswer(string Reason) : AttemptResult;

    /// <summary>The wait that was asked for is over.</summary>
    public sealed record Waited : AttemptResult;

    /// <summary>The caller's time is up, and nothing is in flight.</summary>
    public sealed record DeadlinePassed : AttemptResult;
}
