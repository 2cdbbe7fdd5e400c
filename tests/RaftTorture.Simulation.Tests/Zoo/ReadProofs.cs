using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Zoo.KillProof;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Reads and leases.</summary>
internal static class ReadProofs
{
    public static IReadOnlyList<KillProof> All =>
    [
        OfCores(ReadsWithoutAsking.Animal, nameof(FreshRead), 3, AReadAtALeaderThatIsCutOff),
        OfCores(ReadsBeforeCommitting.Animal, nameof(FreshRead), 3, AReadAtALeaderThatKnowsOfNoCommit),
        OfCores(ConfirmsNewerReads.Animal, nameof(FreshRead), 3, AnOldAnswerComesAfterANewRead),
        OfCores(ListensToCandidates.Animal, nameof(LeaseDisjoint), Leases, AnotherCampaignsUnderALease),
        OfCores(ListensToCandidates.Animal, nameof(FreshRead), Leases with { Overlooked = [nameof(LeaseDisjoint)] }, AnotherCampaignsUnderALease),
    ];

    private static WorldOptions Leases { get; } = new() { ClocksRun = false, Configure = config => config with { ReadMode = ReadMode.Lease } };

    private static void AReadAtALeaderThatIsCutOff(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N1);
        world.Elect(N2);
        world.Propose(N2, "x=8");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
    }

    private static void AReadAtALeaderThatKnowsOfNoCommit(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Crash(N1);
        world.Elect(N2);
        world.Read(N2, "x");
        world.Settle();
    }

    /// <summary>n2 has answered the first round; that answer is on its way while another leader writes, and n1 is asked again.</summary>
    private static void AnOldAnswerComesAfterANewRead(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=1");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
        world.Isolate(N1);
        world.Elect(N2);
        world.Propose(N2, "x=2");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
    }

    private static void AnotherCampaignsUnderALease(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=1");
        world.Settle();
        world.Beat(N1);
        world.Read(N1, "x");
        world.Cut(N1, N2);
        world.Campaign(N2);
        world.Propose(N2, "x=2");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
    }
}
