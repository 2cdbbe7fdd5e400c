using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A write such as <c>x=8</c> as its client sees it, or what an operator asks of the cluster.</summary>
public sealed class ClientWrite(long id, string command)
{
    public long Id { get; } = id;

    public string Command { get; } = command;

    public Outcome Outcome { get; internal set; }

    /// <summary>Why it was not done, in the node's words; null if it gave none.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Its place in the leader's log, once it has one; only index and term together name it.</summary>
    public (LogIndex Index, Term Term)? Place { get; internal set; }

    public override string ToString() => $"{Command}: {Outcome} {Reason}";
}
