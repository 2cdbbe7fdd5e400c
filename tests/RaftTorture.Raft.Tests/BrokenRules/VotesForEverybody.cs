namespace RaftTorture.Raft.Tests;

/// <summary>Votes for whoever asks, more than once a term (section 5.2 allows one).</summary>
internal sealed class VotesForEverybody : RaftRules
{
    public override bool MayVoteFor(NodeId candidate, NodeId? votedFor) => true;
}
