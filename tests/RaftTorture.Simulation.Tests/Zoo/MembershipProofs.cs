using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Zoo.KillProof;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Members that change.</summary>
internal static class MembershipProofs
{
    public static IReadOnlyList<KillProof> All =>
    [
        OfCores(ChangesBeforeCommitting.Animal, nameof(OneChangeAtATime), FourAndASpare, TwoLeadersChangeTheSameMembers),
        OfCores(
            ChangesBeforeCommitting.Animal,
            nameof(LeaderCompleteness),
            FourAndASpare with { Overlooked = [nameof(OneChangeAtATime)] },
            TwoLeadersChangeTheSameMembers),
        OfCores(ChangesTwoAtOnce.Animal, nameof(OneChangeAtATime), 5, TwoRemovalsInARow),
        OfCores(PromotesAnybody.Animal, NoProgress, AThreeAndASpare, ALearnerThatLagsIsPromotedAndAVoterFails),
    ];

    private static WorldOptions FourAndASpare { get; } = WorldOptions.AsInTheFigures(4) with { Spares = 1 };

    private static WorldOptions AThreeAndASpare { get; } = new() { Spares = 1, Configure = config => config with { MaxEntriesPerAppend = 1 } };

    private static void Lead(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=1");
        world.Settle();
        world.Beat(N1);
    }

    private static void TwoLeadersChangeTheSameMembers(RaftWorld world)
    {
        Lead(world);
        world.Change(N1, new MembershipChange.AddLearner(N5, ""));
        world.Settle();
        world.Beat(N1);
        world.Isolate(N1);
        world.Change(N1, new MembershipChange.Promote(N5));
        world.Elect(N2);
        world.Cut(N2, N4);
        world.Cut(N2, N5);
        world.Change(N2, new MembershipChange.Remove(N1));
        world.Settle();
        world.Heal();
        world.Partition(N1, N4, N5);
        world.Beat(N1);
        world.Elect(N1);
    }

    private static void TwoRemovalsInARow(RaftWorld world)
    {
        Lead(world);
        world.Isolate(N1);
        world.Change(N1, new MembershipChange.Remove(N5));
        world.Change(N1, new MembershipChange.Remove(N4));
    }

    private static void ALearnerThatLagsIsPromotedAndAVoterFails(RaftWorld world)
    {
        var leader = world.ElectLeader();
        world.Insist(() => world.Add(N4), members => members.Find(N4) is not null);
        world.Run(100);
        world.Network.Catch(message => message is Message.AppendEntries { Entries.Length: > 0 } && message.To == N4);
        foreach (var command in new[] { "a=1", "b=1", "c=1" })
            world.Write(command);
        world.Promote(N4);
        world.Run(100);
        world.Crash(world.Ids.First(id => id != leader && id != N4));
        var write = world.Propose(leader, "x=8");
        world.RunUntil(() => write.Outcome == Outcome.Ok, maxMs: 200);
    }
}
