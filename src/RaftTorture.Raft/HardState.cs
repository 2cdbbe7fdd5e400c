namespace RaftTorture.Raft;

/// <summary>What must be on disk before any promise that rests on it leaves the node (Figure 2, persistent state).</summary>
public readonly record struct HardState(Term Term, NodeId? VotedFor)
{
    public static readonly HardState Initial = new(Term.Zero, null);
}
