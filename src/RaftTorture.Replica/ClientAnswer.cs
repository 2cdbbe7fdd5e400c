using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>How a request ended, as far as this replica knows.</summary>
public abstract record ClientAnswer
{
    private ClientAnswer()
    {
    }

    /// <summary>Committed and applied, or a read that was confirmed.</summary>
    public sealed record Done(KvResult Result) : ClientAnswer;

    /// <summary>This replica does not lead and did nothing. <paramref name="Leader"/> is a hint, or null.</summary>
    public sealed record NotLeader(NodeId? Leader) : ClientAnswer;

    /// <summary>What an operator asked for is done.</summary>
    public sealed record Accepted : ClientAnswer;

    /// <summary>Certainly not done, and this replica says why.</summary>
    public sealed record Refused(string Reason) : ClientAnswer;

    /// <summary>The command is in a log, and nobody here knows whether it will be committed.</summary>
    public sealed record Unknown(string Reason) : ClientAnswer;
}
