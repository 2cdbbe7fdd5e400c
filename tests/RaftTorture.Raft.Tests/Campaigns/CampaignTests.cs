using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Hundreds of random stories: no invariant breaks, and once all is healed the cluster makes progress and agrees.</summary>
public sealed class CampaignTests
{
    private const int SeedsPerTest = 60;
    private const int Faults = 30;

    [Test]
    public void Nothing_breaks_and_after_the_heal_the_cluster_agrees_and_goes_on([Range(0, 9)] int tenth)
    {
        var acknowledged = 0;
        var effects = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = tenth * SeedsPerTest; seed < (tenth + 1) * SeedsPerTest; seed++)
        {
            var swarm = new Swarm((ulong)seed, RaftRules.Paper);
            swarm.Play(Faults);
            swarm.GoOn();
            swarm.World.AssertNothingIsLost();
            foreach (var (kind, count) in swarm.World.Effects)
                effects[kind] = effects.GetValueOrDefault(kind) + count;
            acknowledged += swarm.World.Writes.Count(write => write.Outcome == Outcome.Ok);
        }

        TestContext.Out.WriteLine($"{acknowledged} writes acknowledged; {string.Join(", ", effects)}");
        Assert.That(acknowledged, Is.GreaterThan(20 * SeedsPerTest), "faults that let nothing through test nothing");
        Assert.That(Kinds().Where(kind => effects.GetValueOrDefault(kind) < 5), Is.Empty, "what a core never did was never tested");
    }

    [Test]
    public void The_same_campaigns_find_each_broken_rule([ValueSource(nameof(Broken))] RaftRules rules) =>
        Assert.That(
            () =>
            {
                for (var seed = 0; seed < 10 * SeedsPerTest; seed++)
                    new Swarm((ulong)seed, rules).Play(Faults);
            },
            Throws.TypeOf<InvariantBrokenException>());

    private static IEnumerable<string> Kinds() => typeof(Effect).GetNestedTypes().Select(type => type.Name);

    private static IEnumerable<RaftRules> Broken() =>
    [
        new AppendsAnywhere(),
        new ChangesBeforeCommitting(),
        new ChangesTwoAtOnce(),
        new CommitsUnverified(),
        new ComparesLengthOnly(),
        new CountsOldEntries(),
        new FallsBackInTerm(),
        new ForgetsItsVote(),
        new HalfIsEnough(),
        new OverlooksConflicts(),
        new ReadsBeforeCommitting(),
        new ReadsWithoutAsking(),
        new TruncatesOnOverlap(),
        new VotesForEverybody(),
    ];
}
