using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>One thing that must hold in every state of every run. It sees all nodes and disks, so no node's word is taken for anything.</summary>
public abstract class Invariant
{
    public string Name => GetType().Name;

    /// <summary>Tells what led here, for the exception.</summary>
    public Func<string> Story { get; set; } = () => "";

    /// <summary>True time, milliseconds.</summary>
    public Func<long> Now { get; set; } = () => 0;

    /// <summary>A fresh one of each.</summary>
    public static IReadOnlyList<Invariant> All() =>
    [
        new ElectionSafety(),
        new VoteOnce(),
        new LeaderAppendOnly(),
        new LogMatching(),
        new LeaderCompleteness(),
        new StateMachineSafety(),
        new CommitRule(),
        new CommittedIsDurable(),
        new Monotone(),
        new PersistBeforeSend(),
        new FreshRead(),
        new LeaseDisjoint(),
        new ConfigurationOverlap(),
        new OneChangeAtATime(),
        new SnapshotEquivalence(),
        new IndexOrder(),
        new LeaderCommitsFirst(),
        new AckIsKept(),
        new RestartFidelity(),
    ];

    /// <summary>A node took a step and is now like this.</summary>
    public virtual void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
    }

    /// <summary>A node begins another life.</summary>
    /// <param name="node">What it begins with.</param>
    /// <param name="votedFor">Its vote.</param>
    /// <param name="disk">What its disk held.</param>
    public virtual void OnStart(NodeView node, NodeId? votedFor, StableStorage disk)
    {
    }

    /// <summary>A disk has changed.</summary>
    public virtual void OnFlush(IReadOnlyList<StableStorage> disks)
    {
    }

    /// <summary>A message leaves its sender, whose disk holds this.</summary>
    public virtual void OnSend(Message message, StableStorage senders)
    {
    }

    /// <summary>A node has applied an entry, and its state has this hash now.</summary>
    public virtual void OnApply(NodeId node, int incarnation, Entry entry, ulong stateHash)
    {
    }

    /// <summary>A node has written a snapshot of its own state.</summary>
    public virtual void OnSnapshot(NodeId node, SnapshotView snapshot)
    {
    }

    /// <summary>A node's state machine goes on from a snapshot, its own or a leader's.</summary>
    public virtual void OnRestored(NodeId node, int incarnation, SnapshotView snapshot)
    {
    }

    /// <summary>A node's disk is gone, and with it all that it promised as the member that joined at this index.</summary>
    public virtual void OnWiped(NodeId node, LogIndex joinedAt)
    {
    }

    /// <summary>A leader answers a read because of a lease.</summary>
    /// <param name="node">The leader.</param>
    /// <param name="term">Its term.</param>
    /// <param name="untilMs">When the lease ends, in true time.</param>
    public virtual void OnLease(NodeId node, Term term, long untilMs)
    {
    }

    public virtual void OnReadAsked(long readId)
    {
    }

    /// <param name="readId">The read.</param>
    /// <param name="readIndex">Where the node says it reads.</param>
    /// <param name="applied">How far its state machine is.</param>
    public virtual void OnReadAnswered(long readId, LogIndex readIndex, LogIndex applied)
    {
    }

    protected InvariantBrokenException Broken(string what) => new(Name, what, Story());
}
