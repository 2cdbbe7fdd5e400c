using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Runs;

namespace RaftTorture.Simulation.Tests.Runs;

/// <summary>The sound replica under faults of all kinds: nothing is found, and it is not because nothing happened.</summary>
public sealed class HealthyCampaignTests
{
    private const int SeedsPerTest = 50;

    [Test]
    public void Nothing_is_found_in_a_sound_cluster([Range(0, 3)] int quarter)
    {
        var acknowledged = 0;
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = quarter * SeedsPerTest; seed < (quarter + 1) * SeedsPerTest; seed++)
        {
            var result = SimulatedRun.Of(SwarmDraw.Of((ulong)seed));
            Assert.That(result.Finding, Is.Null, () => $"{result.Plan}\n{result.Finding}");
            acknowledged += result.Acknowledged;
            kinds.UnionWith(result.Plan.Faults.Select(timed => timed.Fault.GetType().Name));
        }

        Assert.That(acknowledged, Is.GreaterThan(50 * SeedsPerTest), "faults that let nothing through test nothing");
        Assert.That(typeof(Fault).GetNestedTypes().Select(type => type.Name).Except(kinds), Is.Empty, "what never happened was never borne");
    }
}
