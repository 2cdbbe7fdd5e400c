using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;

namespace RaftTorture.Simulation.Watching;

/// <summary>All invariants together; each sees everything.</summary>
internal sealed class Judges
{
    private readonly IReadOnlyList<Invariant> _invariants;
    private readonly IReadOnlyList<StableStorage> _disks;

    /// <param name="disks">Of all nodes, in order of id.</param>
    /// <param name="nowMs">True time.</param>
    /// <param name="story">What led here.</param>
    /// <param name="overlooked">Invariants that are not checked, by name.</param>
    public Judges(IReadOnlyList<StableStorage> disks, Func<long> nowMs, Func<string> story, IReadOnlyList<string> overlooked)
    {
        _disks = disks;
        _invariants = [.. Invariant.All().Where(invariant => !overlooked.Contains(invariant.Name))];
        foreach (var invariant in _invariants)
            (invariant.Now, invariant.Story) = (nowMs, story);
    }

    public void Started(RaftCore core, int life, StableStorage disk)
    {
        var view = NodeView.Of(core, life);
        foreach (var invariant in _invariants)
            invariant.OnStart(view, core.VotedFor, disk);
    }

    public void Stepped(RaftCore core, int life)
    {
        var view = NodeView.Of(core, life);
        foreach (var invariant in _invariants)
            invariant.OnStep(view, _disks);
    }

    public void Flushed()
    {
        foreach (var invariant in _invariants)
            invariant.OnFlush(_disks);
    }

    public void Sent(Message message, StableStorage senders)
    {
        foreach (var invariant in _invariants)
            invariant.OnSend(message, senders);
    }

    public void Applied(NodeId node, int life, Entry entry, ulong stateHash)
    {
        foreach (var invariant in _invariants)
            invariant.OnApply(node, life, entry, stateHash);
    }

    public void Restored(NodeId node, int life, SnapshotView snapshot)
    {
        foreach (var invariant in _invariants)
            invariant.OnRestored(node, life, snapshot);
    }

    public void Wiped(NodeId node, LogIndex joinedAt)
    {
        foreach (var invariant in _invariants)
            invariant.OnWiped(node, joinedAt);
    }

    public void ReadAsked(long readId)
    {
        foreach (var invariant in _invariants)
            invariant.OnReadAsked(readId);
    }

    public void ReadAnswered(long readId, LogIndex readIndex, LogIndex applied)
    {
        foreach (var invariant in _invariants)
            invariant.OnReadAnswered(readId, readIndex, applied);
    }

    public void Leased(NodeId node, Term term, long untilMs)
    {
        foreach (var invariant in _invariants)
            invariant.OnLease(node, term, untilMs);
    }
}
