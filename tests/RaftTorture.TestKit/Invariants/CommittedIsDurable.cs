using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>What any node holds for committed is on the disks of a majority, from that moment on and for ever.</summary>
/// <remarks>The last committed entry stands for all before it, since equal ends mean equal logs (LogMatching).</remarks>
public sealed class CommittedIsDurable : Invariant
{
    private readonly CommitLedger _ledger = new();

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var known = _ledger.LastIndex;
        _ledger.Note(node);
        if (_ledger.LastIndex > known)
            OnFlush(disks);
    }

    public override void OnFlush(IReadOnlyList<StableStorage> disks)
    {
        if (_ledger.LastIndex == LogIndex.Zero)
            return;
        var last = _ledger.Committed[^1].Entry;
        var copies = disks.Count(disk => disk.Holds(last));
        if (2 * copies <= disks.Count)
            throw Broken($"{last} is committed and on {copies} of {disks.Count} disks");
    }
}
