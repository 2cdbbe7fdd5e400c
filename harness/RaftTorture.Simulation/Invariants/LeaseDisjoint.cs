using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>Nobody comes to lead while a leader of an earlier term may still answer reads by a lease (thesis 6.4.1), in true time.</summary>
/// <remarks>A leader that tells its successor to campaign gives up its lease with that message, and one that steps down with its role.</remarks>
public sealed class LeaseDisjoint : Invariant
{
    private readonly SortedDictionary<Term, (NodeId Leader, long UntilMs)> _leases = [];
    private readonly HashSet<Term> _ledTerms = [];

    public override void OnLease(NodeId node, Term term, long untilMs) =>
        _leases[term] = (node, Math.Max(untilMs, _leases.GetValueOrDefault(term).UntilMs));

    public override void OnSend(Message message, StableStorage senders)
    {
        if (message is Message.TimeoutNow)
            _leases.Remove(message.Term);
    }

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        if (node.Role != Role.Leader)
            GiveUp(node.Id);
        else if (_ledTerms.Add(node.Term))
            Check(node);
    }

    private void GiveUp(NodeId leader)
    {
        foreach (var term in _leases.Where(lease => lease.Value.Leader == leader).Select(lease => lease.Key).ToArray())
            _leases.Remove(term);
    }

    private void Check(NodeView node)
    {
        foreach (var (term, (leader, untilMs)) in _leases)
        {
            if (term < node.Term && untilMs > Now())
                throw Broken($"{node.Id} leads term {node.Term} at {Now()} ms, and the lease of {leader} in term {term} ends at {untilMs} ms");
        }
    }
}
