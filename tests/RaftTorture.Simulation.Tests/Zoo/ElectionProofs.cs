using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Zoo.KillProof;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Votes, terms and majorities.</summary>
internal static class ElectionProofs
{
    public static IReadOnlyList<KillProof> All =>
    [
        OfCores(ForgetsItsVote.Animal, nameof(VoteOnce), 3, ARestartBetweenTwoCandidates, nameof(RestartFidelity)),
        OfCores(ForgetsItsVote.Animal, nameof(RestartFidelity), 3, ARestartOfAVoter),
        OfCores(SkipsVotes.Animal, nameof(PersistBeforeSend), 3, world => world.Elect(N1)),
        OfCores(SkipsVotes.Animal, nameof(VoteOnce), 3, ARestartBetweenTwoCandidates, nameof(PersistBeforeSend), nameof(RestartFidelity)),
        OfCores(FallsBackInTerm.Animal, nameof(Monotone), 3, ARestartOfOneThatKnowsALaterTerm, nameof(RestartFidelity)),
        OfCores(FallsBackInTerm.Animal, nameof(RestartFidelity), 3, ARestartOfAVoter),
        OfCores(SkipsTerms.Animal, nameof(PersistBeforeSend), 3, world => world.Elect(N1)),
        OfCores(VotesForEverybody.Animal, nameof(VoteOnce), 3, DuellingCandidates),
        OfCores(VotesForEverybody.Animal, nameof(ElectionSafety), 3, DuellingCandidates, nameof(VoteOnce)),
        OfCores(IgnoresLogs.Animal, nameof(LeaderCompleteness), 3, ALaggardCampaigns),
        OfCores(ComparesLengthOnly.Animal, nameof(LeaderCompleteness), 3, AnOldLeaderWithALongLogCampaigns),
        OfCores(DemandsBothLater.Animal, NoProgress, 3, TheLongerLogAndTheLaterOne),
        OfCores(HalfIsEnough.Animal, nameof(ElectionSafety), 4, ASplitInTheMiddle),
        OfCores(RefusesWithoutLearning.Animal, NoProgress, 3, world => world.Elect(N1)),
        OfCores(StaysRogue.Animal, NoProgress, 3, AnOldLeaderIsAnsweredInALaterTerm),
        OfCores(HearsOldLeaders.Animal, nameof(AckIsKept), 3, AnOldLeadersEntriesComeLate),
    ];

    private static void ARestartBetweenTwoCandidates(RaftWorld world)
    {
        world.Isolate(N2);
        world.Campaign(N1);
        world.Crash(N3);
        world.Restart(N3);
        world.Heal();
        world.Cut(N1, N2);
        world.Campaign(N2);
    }

    private static void ARestartOfAVoter(RaftWorld world)
    {
        world.Elect(N1);
        world.Crash(N3);
        world.Restart(N3);
    }

    private static void ARestartOfOneThatKnowsALaterTerm(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N1);
        world.Elect(N2);
        world.Crash(N3);
        world.Restart(N3);
        world.Heal();
        world.Beat(N1);
    }

    private static void DuellingCandidates(RaftWorld world)
    {
        world.Cut(N1, N2);
        world.StartCampaign(N1);
        world.Campaign(N2);
    }

    private static void ALaggardCampaigns(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N3);
        world.Propose(N1, "x=8");
        world.Settle();
        world.Heal();
        world.Crash(N1);
        world.Campaign(N3);
        world.Campaign(N3);
    }

    private static void AnOldLeaderWithALongLogCampaigns(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N1);
        world.Propose(N1, "x=1");
        world.Propose(N1, "x=2");
        world.Elect(N2);
        world.Propose(N2, "x=8");
        world.Settle();
        world.Heal();
        world.Crash(N2);
        world.Beat(N1);
        world.Campaign(N1);
    }

    private static void TheLongerLogAndTheLaterOne(RaftWorld world)
    {
        world.StartWithLog(N1, new Term(3), 1, 1, 1);
        world.StartWithLog(N2, new Term(3), 1, 3);
        world.Crash(N3);
        world.Elect(N2);
    }

    private static void ASplitInTheMiddle(RaftWorld world)
    {
        world.Partition(N1, N2);
        world.Campaign(N1);
        world.Campaign(N3);
    }

    /// <summary>The answers of the others are all that n1 hears.</summary>
    private static void AnOldLeaderIsAnsweredInALaterTerm(RaftWorld world)
    {
        world.Elect(N1);
        world.Isolate(N1);
        world.Elect(N2);
        world.Heal();
        world.Network.Catch(message => message is Message.AppendEntries && message.From == N2);
        world.Beat(N1);
        if (world[N1].IsLeader)
            throw new TimeoutException("n1 leads on");
    }

    private static void AnOldLeadersEntriesComeLate(RaftWorld world)
    {
        world.Elect(N1);
        var late = world.Network.Catch(message => message is Message.AppendEntries && message.From == N1);
        world.Propose(N1, "x=1");
        world.Settle();
        world.Elect(N2);
        world.Propose(N2, "x=8");
        world.Settle();
        world.Network.Replay(late.Caught.First(message => message.To == N3));
        world.Settle();
    }
}
