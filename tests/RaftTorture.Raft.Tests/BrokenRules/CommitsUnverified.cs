namespace RaftTorture.Raft.Tests;

/// <summary>As a follower commits whatever the leader has committed, verified here or not (Figure 2: the minimum of both).</summary>
internal sealed class CommitsUnverified : RaftRules
{
    public override LogIndex FollowerCommit(LogIndex commit, LogIndex leaderCommit, LogIndex lastVerified) =>
        LogIndex.Max(commit, leaderCommit);
}
