using RaftTorture.Raft;
using static RaftTorture.Replica.Tests.Tracing.TracedCluster;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>
/// What a trace says of a cluster's life, as a person would note it down: node, event (a + marks ours, which etcd raft does not have),
/// then role, term, vote, commit, log and applied index, then the message, then what only our fields hold.
/// </summary>
public sealed class TracerTests
{
    [Test]
    public void Three_nodes_start_and_elect_one()
    {
        var cluster = new TracedCluster();

        cluster.Campaign(N1);
        cluster.Settle();

        Assert.That(TraceText.Of(cluster.Lines), Is.EqualTo("""
            --- test, n1, incarnation 000000000000feed
            n1  InitState | Follower t0 v0 c0 l0 a0 | snapshot=0@0 logStart=0@0
            --- test, n2, incarnation 000000000000feed
            n2  InitState | Follower t0 v0 c0 l0 a0 | snapshot=0@0 logStart=0@0
            --- test, n3, incarnation 000000000000feed
            n3  InitState | Follower t0 v0 c0 l0 a0 | snapshot=0@0 logStart=0@0
            n1  BecomeCandidate | Candidate t1 v1 c0 l0 a0 | leader=0
            n1  Ready | Candidate t1 v1 c0 l0 a0
            n1  SendRequestVoteRequest | Candidate t1 v1 c0 l0 a0 | MsgVote 1>2 t1
            n1  SendRequestVoteRequest | Candidate t1 v1 c0 l0 a0 | MsgVote 1>3 t1
            n2  ReceiveRequestVoteRequest | Follower t0 v0 c0 l0 a0 | MsgVote 1>2 t1
            n2  BecomeFollower | Follower t1 v0 c0 l0 a0 | leader=0
            n2 +Vote | Follower t1 v1 c0 l0 a0
            n2  Ready | Follower t1 v1 c0 l0 a0
            n2  SendRequestVoteResponse | Follower t1 v1 c0 l0 a0 | MsgVoteResp 2>1 t1
            n3  ReceiveRequestVoteRequest | Follower t0 v0 c0 l0 a0 | MsgVote 1>3 t1
            n3  BecomeFollower | Follower t1 v0 c0 l0 a0 | leader=0
            n3 +Vote | Follower t1 v1 c0 l0 a0
            n3  Ready | Follower t1 v1 c0 l0 a0
            n3  SendRequestVoteResponse | Follower t1 v1 c0 l0 a0 | MsgVoteResp 3>1 t1
            n1  ReceiveRequestVoteResponse | Candidate t1 v1 c0 l0 a0 | MsgVoteResp 2>1 t1
            n1  BecomeLeader | Leader t1 v1 c0 l0 a0 | leader=1
            n1  Replicate | Leader t1 v1 c0 l0 a0
            n1 +Append | Leader t1 v1 c0 l1 a0 | entries=1@1:NoOp
            n1  SendAppendEntriesRequest | Leader t1 v1 c0 l1 a0 | MsgApp 1>2 t1 entries=1
            n1  SendAppendEntriesRequest | Leader t1 v1 c0 l1 a0 | MsgApp 1>3 t1 entries=1
            n1  Ready | Leader t1 v1 c0 l1 a0
            n2  ReceiveAppendEntriesRequest | Follower t1 v1 c0 l0 a0 | MsgApp 1>2 t1 entries=1
            n2 +LeaderKnown | Follower t1 v1 c0 l0 a0 | leader=1
            n2 +Append | Follower t1 v1 c0 l1 a0 | entries=1@1:NoOp
            n2  Ready | Follower t1 v1 c0 l1 a0
            n2  SendAppendEntriesResponse | Follower t1 v1 c0 l1 a0 | MsgAppResp 2>1 t1 index=1
            n3  ReceiveAppendEntriesRequest | Follower t1 v1 c0 l0 a0 | MsgApp 1>3 t1 entries=1
            n3 +LeaderKnown | Follower t1 v1 c0 l0 a0 | leader=1
            n3 +Append | Follower t1 v1 c0 l1 a0 | entries=1@1:NoOp
            n3  Ready | Follower t1 v1 c0 l1 a0
            n3  SendAppendEntriesResponse | Follower t1 v1 c0 l1 a0 | MsgAppResp 3>1 t1 index=1
            n1  ReceiveAppendEntriesResponse | Leader t1 v1 c0 l1 a0 | MsgAppResp 2>1 t1 index=1
            n1  Commit | Leader t1 v1 c1 l1 a0
            n1 +Applied | Leader t1 v1 c1 l1 a1
            n1  ReceiveRequestVoteResponse | Leader t1 v1 c1 l1 a1 | MsgVoteResp 3>1 t1
            n1  ReceiveAppendEntriesResponse | Leader t1 v1 c1 l1 a1 | MsgAppResp 3>1 t1 index=1

            """));
    }

    [Test]
    public void One_write_is_replicated_committed_and_applied()
    {
        var cluster = Led();

        cluster.Propose(N1, "x=8");
        cluster.Settle();

        Assert.That(TraceText.Of(cluster.Lines), Is.EqualTo("""
            n1  Replicate | Leader t1 v1 c1 l1 a1
            n1 +Append | Leader t1 v1 c1 l2 a1 | entries=2@1:Command
            n1  SendAppendEntriesRequest | Leader t1 v1 c1 l2 a1 | MsgApp 1>2 t1 entries=1 logTerm=1 index=1 commit=1
            n1  SendAppendEntriesRequest | Leader t1 v1 c1 l2 a1 | MsgApp 1>3 t1 entries=1 logTerm=1 index=1 commit=1
            n1  Ready | Leader t1 v1 c1 l2 a1
            n2  ReceiveAppendEntriesRequest | Follower t1 v1 c0 l1 a0 | MsgApp 1>2 t1 entries=1 logTerm=1 index=1 commit=1
            n2 +Append | Follower t1 v1 c0 l2 a0 | entries=2@1:Command
            n2 +FollowerCommit | Follower t1 v1 c1 l2 a0
            n2  Ready | Follower t1 v1 c1 l2 a0
            n2  SendAppendEntriesResponse | Follower t1 v1 c1 l2 a0 | MsgAppResp 2>1 t1 index=2
            n2 +Applied | Follower t1 v1 c1 l2 a1
            n3  ReceiveAppendEntriesRequest | Follower t1 v1 c0 l1 a0 | MsgApp 1>3 t1 entries=1 logTerm=1 index=1 commit=1
            n3 +Append | Follower t1 v1 c0 l2 a0 | entries=2@1:Command
            n3 +FollowerCommit | Follower t1 v1 c1 l2 a0
            n3  Ready | Follower t1 v1 c1 l2 a0
            n3  SendAppendEntriesResponse | Follower t1 v1 c1 l2 a0 | MsgAppResp 3>1 t1 index=2
            n3 +Applied | Follower t1 v1 c1 l2 a1
            n1  ReceiveAppendEntriesResponse | Leader t1 v1 c1 l2 a1 | MsgAppResp 2>1 t1 index=2
            n1  Commit | Leader t1 v1 c2 l2 a1
            n1 +Applied | Leader t1 v1 c2 l2 a2
            n1  ReceiveAppendEntriesResponse | Leader t1 v1 c2 l2 a2 | MsgAppResp 3>1 t1 index=2

            """));
    }

    [Test]
    public void A_crash_loses_what_was_not_flushed_and_the_next_life_says_so()
    {
        var cluster = Led();

        cluster[N1].HandleAndCrash(cluster.Proposal("x=8"));

        Assert.That(TraceText.Of(cluster.Lines), Is.EqualTo("""
            n1  Replicate | Leader t1 v1 c1 l1 a1
            n1 +Append | Leader t1 v1 c1 l2 a1 | entries=2@1:Command
            n1  SendAppendEntriesRequest | Leader t1 v1 c1 l2 a1 | MsgApp 1>2 t1 entries=1 logTerm=1 index=1 commit=1
            n1  SendAppendEntriesRequest | Leader t1 v1 c1 l2 a1 | MsgApp 1>3 t1 entries=1 logTerm=1 index=1 commit=1
            --- test, n1, incarnation 000000000000feed
            n1  InitState | Follower t1 v1 c0 l1 a0 | snapshot=0@0 logStart=0@0

            """));
    }

    [Test]
    public void A_deposed_leader_truncates_what_it_never_committed()
    {
        var cluster = Led();
        cluster.Propose(N1, "lost");
        cluster.TakeMessages();
        cluster.Campaign(N2);
        cluster.Lines.Clear();

        cluster.Settle();

        Assert.That(TraceText.Of(cluster.LinesOf(N1)), Is.EqualTo("""
            n1  ReceiveRequestVoteRequest | Leader t1 v1 c1 l2 a1 | MsgVote 2>1 t2 logTerm=1 index=1
            n1  BecomeFollower | Follower t2 v0 c1 l2 a1 | leader=0
            n1  Ready | Follower t2 v0 c1 l2 a1
            n1  SendRequestVoteResponse | Follower t2 v0 c1 l2 a1 | MsgVoteResp 1>2 t2 reject=True
            n1  ReceiveAppendEntriesRequest | Follower t2 v0 c1 l2 a1 | MsgApp 2>1 t2 entries=1 logTerm=1 index=1
            n1 +LeaderKnown | Follower t2 v0 c1 l2 a1 | leader=2
            n1 +Truncate | Follower t2 v0 c1 l1 a1
            n1 +Append | Follower t2 v0 c1 l2 a1 | entries=2@2:NoOp
            n1  Ready | Follower t2 v0 c1 l2 a1
            n1  SendAppendEntriesResponse | Follower t2 v0 c1 l2 a1 | MsgAppResp 1>2 t2 index=2

            """));
    }

    private static TracedCluster Led()
    {
        var cluster = new TracedCluster();
        cluster.Campaign(N1);
        cluster.Settle();
        cluster.Lines.Clear();
        return cluster;
    }
}
