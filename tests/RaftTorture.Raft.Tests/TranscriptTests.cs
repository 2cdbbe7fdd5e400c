using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>What servers say to each other, as a stranger would read it. A change of these texts is a change of the protocol.</summary>
public sealed class TranscriptTests
{
    [Test]
    public void One_election()
    {
        var world = Quiet();
        world.Campaign(N1);
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            0 ms  n1: the clock ticks
                send n2: would you vote in term 1? my log ends at 0@0
                send n3: would you vote in term 1? my log ends at 0@0
                is PreCandidate of term 0, leader is nobody
            1 ms  n2: hears from n1: would you vote in term 1? my log ends at 0@0
                send n1: I would, term 1
            1 ms  n3: hears from n1: would you vote in term 1? my log ends at 0@0
                send n1: I would, term 1
            2 ms  n1: hears from n2: I would, term 1
                persist term 1 vote n1
                send n2: vote for me in term 1; my log ends at 0@0
                send n3: vote for me in term 1; my log ends at 0@0
                is Candidate of term 1, leader is nobody
            3 ms  n2: hears from n1: vote for me in term 1; my log ends at 0@0
                persist term 1 vote n1
                send n1: granted, term 1
                is Follower of term 1, leader is nobody
            3 ms  n3: hears from n1: vote for me in term 1; my log ends at 0@0
                persist term 1 vote n1
                send n1: granted, term 1
                is Follower of term 1, leader is nobody
            4 ms  n1: hears from n2: granted, term 1
                send n2: append behind 0@0: 1@1:-; commit 0, round 0, term 1
                send n3: append behind 0@0: 1@1:-; commit 0, round 0, term 1
                persist 1@1:-
                is Leader of term 1, leader is n1
            5 ms  n2: hears from n1: append behind 0@0: 1@1:-; commit 0, round 0, term 1
                persist 1@1:-
                send n1: agreed up to 1, round 0, term 1
                is Follower of term 1, leader is n1
            5 ms  n3: hears from n1: append behind 0@0: 1@1:-; commit 0, round 0, term 1
                persist 1@1:-
                send n1: agreed up to 1, round 0, term 1
                is Follower of term 1, leader is n1
            6 ms  n1: hears from n2: agreed up to 1, round 0, term 1
                apply 1@1:-

            """));
    }

    [Test]
    public void One_write()
    {
        var world = Quiet();
        world.Elect(N1);
        world.Trace.Clear();
        world.Propose(N1, "x=8");
        world.Settle();
        world.Beat(N1);
        Assert.That(world.Trace.ToString(), Is.EqualTo("""
            seed 1
            6 ms  n1: is asked to append 1
                accept as 2@1
                send n2: append behind 1@1: 2@1:x=8; commit 1, round 0, term 1
                send n3: append behind 1@1: 2@1:x=8; commit 1, round 0, term 1
                persist 2@1:x=8
            7 ms  n2: hears from n1: append behind 1@1: 2@1:x=8; commit 1, round 0, term 1
                persist 2@1:x=8
                send n1: agreed up to 2, round 0, term 1
                apply 1@1:-
            7 ms  n3: hears from n1: append behind 1@1: 2@1:x=8; commit 1, round 0, term 1
                persist 2@1:x=8
                send n1: agreed up to 2, round 0, term 1
                apply 1@1:-
            8 ms  n1: hears from n2: agreed up to 2, round 0, term 1
                apply 2@1:x=8
            8 ms  n1: the clock ticks
                send n2: append behind 2@1:; commit 2, round 0, term 1
                send n3: append behind 2@1:; commit 2, round 0, term 1
            9 ms  n2: hears from n1: append behind 2@1:; commit 2, round 0, term 1
                send n1: agreed up to 2, round 0, term 1
                apply 2@1:x=8
            9 ms  n3: hears from n1: append behind 2@1:; commit 2, round 0, term 1
                send n1: agreed up to 2, round 0, term 1
                apply 2@1:x=8

            """));
    }

    private static RaftWorld Quiet() => new(new WorldOptions { ClocksRun = false });
}
