using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>Term and commit index never fall during a life; a term that was told to others never falls at all.</summary>
public sealed class Monotone : Invariant
{
    private readonly Dictionary<(NodeId Node, int Incarnation), (Term Term, LogIndex CommitIndex)> _seen = [];
    private readonly Dictionary<(NodeId Node, int Disk), Term> _told = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var before = _seen.GetValueOrDefault((node.Id, node.Incarnation));
        if (node.Term < before.Term)
            throw Broken($"{node.Id} fell from term {before.Term} to {node.Term}");
        if (node.CommitIndex < before.CommitIndex)
            throw Broken($"{node.Id} fell from commit index {before.CommitIndex} to {node.CommitIndex}");
        _seen[(node.Id, node.Incarnation)] = (node.Term, node.CommitIndex);
    }

    public override void OnSend(Message message, StableStorage senders)
    {
        if (message is Message.RequestVote { IsPreVote: true } or Message.VoteReply { IsPreVote: true })
            return; // They may speak of a term that nobody is in.
        var sender = (message.From, senders.Disk);
        var told = _told.GetValueOrDefault(sender);
        if (message.Term < told)
            throw Broken($"{message.From} spoke in term {told} and now in {message.Term}");
        _told[sender] = message.Term;
    }
}
