using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>What any node holds for committed is on the disks of a majority of the voters, from that moment on and for ever.</summary>
/// <remarks>
/// The last committed entry stands for all before it, since equal ends mean equal logs (LogMatching). A voter whose disk was lost counts as if
/// it still held what it held: nobody listens to it any more, so it cannot help to elect a leader without the entry.
/// </remarks>
public sealed class CommittedIsDurable : Invariant
{
    private readonly CommitLedger _ledger = new();
    private readonly HashSet<(NodeId Node, LogIndex JoinedAt)> _lost = [];
    private Configuration _deciding = Configuration.Empty;

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var known = _ledger.LastIndex;
        _ledger.Note(node);
        if (_ledger.LastIndex == known)
            return;
        _deciding = node.Configuration;
        OnFlush(disks);
    }

    public override void OnFlush(IReadOnlyList<StableStorage> disks)
    {
        if (_ledger.LastIndex == LogIndex.Zero)
            return;
        var last = _ledger.Committed[^1].Entry;
        var copies = _deciding.Voters.Count(voter => disks[voter.Value - 1].Holds(last) || IsLost(voter));
        if (2 * copies <= _deciding.Voters.Length)
            throw Broken($"{last} is committed and on {copies} of {_deciding.Voters.Length} disks");
    }

    public override void OnWiped(NodeId node, LogIndex joinedAt) => _lost.Add((node, joinedAt));

    private bool IsLost(NodeId voter) => _lost.Contains((voter, _deciding.Find(voter)!.JoinedAt));
}
