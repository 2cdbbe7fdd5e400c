using RaftTorture.Raft;
using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Runs;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Zoo.KillProof;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Entries on their way, and what is taken for committed.</summary>
internal static class ReplicationProofs
{
    public static IReadOnlyList<KillProof> All =>
    [
        OfCores(AppendsAnywhere.Animal, nameof(LogMatching), 3, AFollowerWithAnotherPast),
        OfCores(OverlooksConflicts.Animal, nameof(CommittedIsDurable), 3, WritesOnBothSides),
        OfCores(TruncatesOnOverlap.Animal, nameof(CommittedIsDurable), 3, AShorterRequestComesLate),
        OfCores(CommitsUnverified.Animal, nameof(StateMachineSafety), 3, AHeartbeatReachesALongerLog),
        OfRun(SkipsAnEntry.Animal, nameof(LogMatching), AFollowerIsAway),
        OfCores(AgreesToTooMuch.Animal, nameof(PersistBeforeSend), 3, AWrite),
        OfCores(TakesMissingForMatching.Animal, "Promise", 3, ABatchForOneThatWasAway),
        OfCores(CountsOldEntries.Animal, nameof(CommitRule), OneEntryAtATime, UpToC),
        OfCores(CountsOldEntries.Animal, nameof(LeaderCompleteness), OneEntryAtATime with { Overlooked = [nameof(CommitRule)] }, UpToD),
        OfCores(CountsItselfUnflushed.Animal, nameof(CommittedIsDurable), 3, ALeaderWithASlowDisk),
    ];

    private static WorldOptions OneEntryAtATime { get; } = WorldOptions.AsInTheFigures(5) with
    {
        Configure = config => WorldOptions.AsInTheFigures(5).Configure(config) with { MaxEntriesPerAppend = 1 },
    };

    private static RunPlan AFollowerIsAway { get; } = new()
    {
        Seed = 1,
        FaultsForMs = 3_000,
        Faults = [new TimedFault(1_000, new Fault.Partition([N3], ForMs: 1_000))],
    };

    private static void AFollowerWithAnotherPast(RaftWorld world)
    {
        world.StartWithLog(N1, new Term(3), 1, 3);
        world.StartWithLog(N2, new Term(3), 1, 3);
        world.StartWithLog(N3, new Term(2), 1, 2);
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
    }

    private static void WritesOnBothSides(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N1);
        world.Propose(N1, "x=1");
        world.Elect(N2);
        world.Crash(N3);
        world.Heal();
        world.Propose(N2, "x=8");
        world.Beat(N2);
    }

    private static void AShorterRequestComesLate(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N3);
        var sent = world.Network.Catch(message => message is Message.AppendEntries);
        world.Propose(N1, "x=1");
        world.Propose(N1, "x=2");
        world.Network.Release(sent);
        world.Settle();
        world.Network.Replay(sent.Caught[0]);
        world.Settle();
    }

    private static void AHeartbeatReachesALongerLog(RaftWorld world)
    {
        world.StartWithLog(N1, new Term(3), 1, 3, 3);
        world.StartWithLog(N2, new Term(3), 1, 3, 3);
        world.StartWithLog(N3, new Term(2), 1, 2, 2, 2, 2);
        world.Network.Catch(message => message is Message.AppendEntries { Entries.Length: > 0 } && message.To == N3);
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
    }

    private static void ABatchForOneThatWasAway(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N3);
        foreach (var command in new[] { "a=1", "b=1", "c=1", "d=1" })
            world.Propose(N1, command);
        world.Settle();
        world.Heal();
        world.Beat(N1);
    }

    private static void AWrite(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
    }

    /// <summary>
    /// Figure 8. (a) S1 led term 2 and reached S2. (b) S5 leads term 3, alone with its entry. (c) S1 leads term 4 and its old entry reaches S3.
    /// </summary>
    private static void UpToC(RaftWorld world)
    {
        foreach (var node in world.Ids)
            world.StartWithLog(node, new Term(2), node == N1 || node == N2 ? [1, 2] : [1]);
        world.Crash(N1);
        world.Elect(N5);
        world.Crash(N2, N3, N4);
        world.Propose(N5, "2=3");
        world.Settle();
        world.Crash(N5);
        world.Restart(N1, N2, N3, N4);
        world.Cut(N1, N4);
        world.Elect(N1);
    }

    /// <summary>(d) S1 crashes; S5 wins term 5 with the votes of S2, S3 and S4, and its entry replaces the older one.</summary>
    private static void UpToD(RaftWorld world)
    {
        UpToC(world);
        world.Crash(N1);
        world.Restart(N5);
        world.Elect(N5);
        world.Propose(N5, "x=8");
        world.Settle();
    }

    private static void ALeaderWithASlowDisk(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N3);
        world[N1].FlushMs = 100;
        world.Propose(N1, "x=8");
        world.Settle();
    }
}
