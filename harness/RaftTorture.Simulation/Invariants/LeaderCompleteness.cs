using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>An entry committed in some term is in the logs of the leaders of all later terms (section 5.4).</summary>
public sealed class LeaderCompleteness : Invariant
{
    private readonly CommitLedger _ledger = new();
    private readonly HashSet<Term> _ledTerms = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role == Role.Leader && _ledTerms.Add(node.Term) && Missing(node) is { } entry)
            throw Broken($"{node.Id} leads term {node.Term} without the committed entry {entry}");
        _ledger.Note(node);
    }

    /// <summary>A candidate may win late, when a later term has committed already: only what came before its term binds it.</summary>
    private Entry? Missing(NodeView leader) =>
        _ledger.Committed.FirstOrDefault(committed => committed.CommittedIn < leader.Term && !leader.Holds(committed.Entry)).Entry;
}
