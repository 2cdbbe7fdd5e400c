using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>What a message promises is on its sender's disk before it leaves (Figure 2, "updated on stable storage before responding").</summary>
public sealed class PersistBeforeSend : Invariant
{
    public override void OnSend(Message message, StableStorage senders)
    {
        if (!IsBacked(message, senders))
            throw Broken($"{message.From} sends {message}, its disk has {senders.HardState} and a log to {senders.LastIndex}");
    }

    private static bool IsBacked(Message message, StableStorage disk) => message switch
    {
        Message.RequestVote { IsPreVote: true } or Message.VoteReply { IsPreVote: true } => true,
        Message.RequestVote => IsVoteKept(disk, message.Term, message.From),
        Message.VoteReply { IsGranted: true } => IsVoteKept(disk, message.Term, message.To),
        Message.AppendReply { IsSuccess: true } reply => disk.HardState.Term >= reply.Term && disk.LastIndex >= reply.MatchIndex,
        _ => disk.HardState.Term >= message.Term,
    };

    private static bool IsVoteKept(StableStorage disk, Term term, NodeId candidate) =>
        disk.HardState == new HardState(term, candidate) || disk.HardState.Term > term;
}
