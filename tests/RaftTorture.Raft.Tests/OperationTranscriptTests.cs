using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>What servers say to each other when members change, a snapshot travels, leadership is handed over, or a lease answers.</summary>
public sealed class OperationTranscriptTests
{
    [Test]
    public void One_server_joins()
    {
        var world = Led(new WorldOptions { Nodes = 1, Spares = 1, ClocksRun = false });
        world.Change(N1, new MembershipChange.AddLearner(N2, ""));
        world.Settle();
        world.Change(N1, new MembershipChange.Promote(N2));
        world.Settle();
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            0 ms  n1: is asked to add n2 as a learner
                accept as 2@1
                persist 2@1:[n1 (n2)]
                the members are n1 (n2)
            0 ms  n1: has 2@1 on disk
                apply 2@1:[n1 (n2)]
                send n2: append behind 2@1:; commit 2, round 0, term 1
            1 ms  n2: hears from n1: append behind 2@1:; commit 2, round 0, term 1
                persist term 1 vote nobody
                send n1: not behind 2, try 0, term 1
                is Follower of term 1, leader is n1
            2 ms  n1: hears from n2: not behind 2, try 0, term 1
                send n2: append behind 0@0: 1@1:- 2@1:[n1 (n2)]; commit 2, round 0, term 1
            3 ms  n2: hears from n1: append behind 0@0: 1@1:- 2@1:[n1 (n2)]; commit 2, round 0, term 1
                persist 1@1:- 2@1:[n1 (n2)]
                send n1: agreed up to 2, round 0, term 1
                apply 1@1:- 2@1:[n1 (n2)]
                the members are n1 (n2)
            4 ms  n1: is asked to promote n2
                accept as 3@1
                send n2: append behind 2@1: 3@1:[n1 n2]; commit 2, round 0, term 1
                persist 3@1:[n1 n2]
                the members are n1 n2
            5 ms  n2: hears from n1: append behind 2@1: 3@1:[n1 n2]; commit 2, round 0, term 1
                persist 3@1:[n1 n2]
                send n1: agreed up to 3, round 0, term 1
                the members are n1 n2
            6 ms  n1: hears from n2: agreed up to 3, round 0, term 1
                apply 3@1:[n1 n2]
                send n2: append behind 3@1:; commit 3, round 0, term 1
            7 ms  n2: hears from n1: append behind 3@1:; commit 3, round 0, term 1
                send n1: agreed up to 3, round 0, term 1
                apply 3@1:[n1 n2]

            """));
    }

    [Test]
    public void One_snapshot_travels_in_two_pieces()
    {
        var world = Led(new WorldOptions
        {
            ClocksRun = false,
            SnapshotMs = 0,
            Configure = config => config with { EntriesKept = 0, SnapshotChunkBytes = 100 },
        });
        world.Isolate(N3);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Snapshot(N1);
        world.Settle();
        world.Heal();
        world.Cut(N1, N2);
        world.Trace.Clear();
        world.Beat(N1);
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            10 ms  n1: the clock ticks
                send n2: append behind 2@1:; commit 2, round 0, term 1
                send n3: append behind 2@1:; commit 2, round 0, term 1
            11 ms  n3: hears from n1: append behind 2@1:; commit 2, round 0, term 1
                send n1: not behind 2, try 1, term 1
            12 ms  n1: hears from n3: not behind 2, try 1, term 1
                send n3: snapshot 2@1 from byte 0, stream 1
            13 ms  n3: hears from n1: snapshot 2@1, 100 bytes from 0, stream 1, term 1
                keep snapshot 2@1, 100 bytes from 0, stream 1, term 1
                send n1: go on from byte 100, stream 1, term 1
            14 ms  n1: hears from n3: go on from byte 100, stream 1, term 1
                send n3: snapshot 2@1 from byte 100, stream 1
            15 ms  n3: hears from n1: snapshot 2@1, 26 bytes from 100, the last, stream 1, term 1
                keep snapshot 2@1, 26 bytes from 100, the last, stream 1, term 1
            15 ms  n3: has received a whole snapshot up to 2@1
                install the snapshot up to 2@1, forget the log
                send n1: agreed up to 2, round 0, term 1
                the members are n1 n2 n3

            """));
    }

    [Test]
    public void One_leader_hands_over()
    {
        var world = Led(new WorldOptions { ClocksRun = false });
        world.Transfer(N1, N2);
        world.Settle();
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            8 ms  n1: is asked to hand over to n2
                send n2: campaign now, term 1
            9 ms  n2: hears from n1: campaign now, term 1
                persist term 2 vote n2
                send n1: vote for me in term 2, the leader wants it; my log ends at 1@1
                send n3: vote for me in term 2, the leader wants it; my log ends at 1@1
                is Candidate of term 2, leader is nobody
            10 ms  n1: hears from n2: vote for me in term 2, the leader wants it; my log ends at 1@1
                the handover is over
                persist term 2 vote n2
                send n2: granted, term 2
                is Follower of term 2, leader is nobody
            10 ms  n3: hears from n2: vote for me in term 2, the leader wants it; my log ends at 1@1
                persist term 2 vote n2
                send n2: granted, term 2
                is Follower of term 2, leader is nobody
            11 ms  n2: hears from n1: granted, term 2
                send n1: append behind 1@1: 2@2:-; commit 1, round 0, term 2
                send n3: append behind 1@1: 2@2:-; commit 1, round 0, term 2
                persist 2@2:-
                is Leader of term 2, leader is n2
            12 ms  n1: hears from n2: append behind 1@1: 2@2:-; commit 1, round 0, term 2
                persist 2@2:-
                send n2: agreed up to 2, round 0, term 2
                is Follower of term 2, leader is n2
            12 ms  n3: hears from n2: append behind 1@1: 2@2:-; commit 1, round 0, term 2
                persist 2@2:-
                send n2: agreed up to 2, round 0, term 2
                is Follower of term 2, leader is n2
            13 ms  n2: hears from n1: agreed up to 2, round 0, term 2
                apply 2@2:-

            """));
    }

    [Test]
    public void One_read_by_a_lease()
    {
        var world = Led(new WorldOptions { ClocksRun = false, Configure = config => config with { ReadMode = ReadMode.Lease } });
        world.Beat(N1);
        world.Read(N1, "x");
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            8 ms  n1: the clock ticks
                send n2: append behind 1@1:; commit 1, round 2, term 1
                send n3: append behind 1@1:; commit 1, round 2, term 1
            9 ms  n2: hears from n1: append behind 1@1:; commit 1, round 2, term 1
                send n1: agreed up to 1, round 2, term 1
            9 ms  n3: hears from n1: append behind 1@1:; commit 1, round 2, term 1
                send n1: agreed up to 1, round 2, term 1
            10 ms  n1: is asked to read 1
                answer the read at 1 if it is not 502 ms yet

            """));
    }

    /// <summary>n1 leads, and everybody knows that its first entry is committed.</summary>
    private static RaftWorld Led(WorldOptions options)
    {
        var world = new RaftWorld(options);
        world.Elect(N1);
        world.Beat(N1);
        world.Trace.Clear();
        return world;
    }
}
