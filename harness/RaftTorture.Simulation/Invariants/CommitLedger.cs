using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>Everything that any node has ever held for committed, with the term in which that was first seen.</summary>
internal sealed class CommitLedger
{
    private readonly List<(Entry Entry, Term CommittedIn)> _committed = [];

    public IReadOnlyList<(Entry Entry, Term CommittedIn)> Committed => _committed;

    public LogIndex LastIndex => new(_committed.Count);

    public void Note(NodeView node)
    {
        while (LastIndex < node.CommitIndex)
            _committed.Add((node[LastIndex.Next], node.Term));
    }
}
