using RaftTorture.Raft;
using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Runs;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Zoo.KillProof;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Disks and snapshots: stories of whole replicas, since bare cores have neither.</summary>
internal static class DurabilityProofs
{
    private static readonly RunPlan Calm = new() { Seed = 1, FaultsForMs = 2_000 };

    public static IReadOnlyList<KillProof> All =>
    [
        OfRun(NeverFlushes.Animal, nameof(PersistBeforeSend), Calm),
        OfRun(NeverFlushes.Animal, nameof(CommittedIsDurable), Calm with { Overlooked = [nameof(PersistBeforeSend)] }),
        OfRun(IgnoresFlushErrors.Animal, nameof(PersistBeforeSend), EveryDiskFailsOnce),
        OfRun(SendsBeforeItPersists.Animal, nameof(PersistBeforeSend), Calm),
        OfRun(KeepsLogBesideSnapshot.Animal, "ArgumentException", AFollowerIsSentASnapshotAndRestarts),
        OfRun(CompactsBeforeItSaves.Animal, "ArgumentException", ThePowerFailsWhileSnapshotsAreWritten),
        OfCores(InstallsOldSnapshots.Animal, nameof(Monotone), new WorldOptions { Configure = WithSmallSnapshots }, PiecesOfASnapshotComeAgain),
    ];

    private static RunPlan EveryDiskFailsOnce { get; } = new[] { N1, N2, N3 }
        .Aggregate(Calm, (plan, node) => plan.With(1_000, new Fault.FlushError(new Aim(node), ForMs: 200)));

    private static RunPlan Snapshots { get; } = Calm with
    {
        FaultsForMs = 4_000,
        SnapshotThreshold = 10,
        EntriesKept = 0,
        SnapshotChunkBytes = 200,
        SegmentBytes = 1_024,
    };

    private static RunPlan AFollowerIsSentASnapshotAndRestarts { get; } = Snapshots
        .With(1_000, new Fault.Partition([N3], ForMs: 1_000))
        .With(3_000, new Fault.Kill(new Aim(N3), ForMs: 100));

    private static RunPlan ThePowerFailsWhileSnapshotsAreWritten { get; } = Enumerable.Range(0, 20)
        .Aggregate(Snapshots, (plan, i) => plan.With(1_000 + (i * 100), new Fault.PowerCut(new Aim(new NodeId(1 + (i % 3))), Operations: i, ForMs: 50)));

    private static RaftConfig WithSmallSnapshots(RaftConfig config) => config with { SnapshotThreshold = 5, EntriesKept = 0 };

    private static void PiecesOfASnapshotComeAgain(RaftWorld world)
    {
        world.Write("before=1");
        var late = world.Ids.First(id => id != world.Leader!.Id);
        world.Crash(late);
        for (var i = 0; i < 20; i++)
            world.Write($"k{i}={i}");
        var pieces = new List<Message>();
        world.Network.Catch(message =>
        {
            if (message is Message.InstallSnapshot)
                pieces.Add(message);
            return false;
        });
        world.Restart(late);
        world.Converge();
        world.Write("after=1");
        foreach (var piece in pieces)
            world.Network.Replay(piece);
        world.Run(500);
    }

    private static RunPlan With(this RunPlan plan, int atMs, Fault fault) => plan with { Faults = plan.Faults.Add(new TimedFault(atMs, fault)) };
}
