using RaftTorture.Raft;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.TestKit.Invariants;

/// <summary>One thing that must hold in every state of every run. It sees all nodes and disks, so no node's word is taken for anything.</summary>
public abstract class Invariant
{
    public string Name => GetType().Name;

    /// <summary>Tells what led here, for the exception.</summary>
    internal Func<string> Story { get; set; } = () => "";

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
    ];

    /// <summary>A node took a step and is now like this.</summary>
    public virtual void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
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

    public virtual void OnApply(NodeId node, int incarnation, Entry entry)
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
