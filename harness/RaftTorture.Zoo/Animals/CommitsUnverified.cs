using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>As a follower commits whatever the leader has committed, verified here or not (Figure 2: the minimum of both).</summary>
public sealed class CommitsUnverified : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "R09",
        Source = "WRaft #118, DLedger b33b41f",
        Bug = "A follower commits what the leader has, verified here or not.",
        Breaks = Property.StateMachineSafety,
        Exposure = "A follower with a longer log that diverges hears a heartbeat before the entries.",
        Seams = new ReplicaSeams { Rules = new CommitsUnverified() },
    };

    public override LogIndex FollowerCommit(LogIndex commit, LogIndex leaderCommit, LogIndex lastVerified) =>
        LogIndex.Max(commit, leaderCommit);
}
