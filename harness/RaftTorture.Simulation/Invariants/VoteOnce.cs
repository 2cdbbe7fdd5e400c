using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A node gives one vote a term, however often it restarts, unless its disk is lost; a candidate has given its own to itself (section 5.2).</summary>
public sealed class VoteOnce : Invariant
{
    private readonly Dictionary<(NodeId Voter, int Disk, Term Term), NodeId> _votes = [];

    public override void OnSend(Message message, StableStorage senders)
    {
        if (VoteIn(message) is not { } candidate || _votes.TryAdd((message.From, senders.Disk, message.Term), candidate))
            return;
        var earlier = _votes[(message.From, senders.Disk, message.Term)];
        if (earlier != candidate)
            throw Broken($"{message.From} voted for {earlier} and for {candidate} in term {message.Term}");
    }

    private static NodeId? VoteIn(Message message) => message switch
    {
        Message.RequestVote { IsPreVote: false } => message.From,
        Message.VoteReply { IsPreVote: false, IsGranted: true } => message.To,
        _ => null,
    };
}
