using RaftTorture.Simulation.Runs;

namespace RaftTorture.Simulation.Tests.Runs;

/// <summary>A seed is a run: played again, alone or beside others, it has the same hash.</summary>
public sealed class DeterminismTests
{
    private const int Seeds = 200;

    [Test]
    public void Two_hundred_seeds_have_the_same_hash_twice_alone_and_beside_others()
    {
        var alone = new ulong[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
            alone[seed] = HashOf(seed);

        var beside = new ulong[Seeds];
        Parallel.For(0, Seeds, seed => beside[seed] = HashOf(seed));

        Assert.That(beside, Is.EqualTo(alone));
        Assert.That(alone.Distinct().Count(), Is.EqualTo(Seeds), "a hash that does not see the run would be the same for all");
    }

    /// <summary>A plan is drawn from its seed alone, and says it first.</summary>
    [Test]
    public void A_plan_prints_its_seed_first_and_every_knob()
    {
        var plan = SwarmDraw.Of(42);
        Assert.That(plan.ToString(), Does.StartWith($"seed 42: {plan.Nodes} nodes").And.Contain($"{plan.Faults.Length} faults"));
        Assert.That(SwarmDraw.Of(42).Faults.Select(fault => fault.ToString()), Is.EqualTo(plan.Faults.Select(fault => fault.ToString())));
    }

    private static ulong HashOf(int seed) => SimulatedRun.Of(Short(SwarmDraw.Of((ulong)seed))).Hash;

    /// <summary>The first second of faults is enough to differ.</summary>
    private static RunPlan Short(RunPlan plan) => plan with { FaultsForMs = 1_500, Faults = [.. plan.Faults.Where(fault => fault.AtMs < 1_500)] };
}
