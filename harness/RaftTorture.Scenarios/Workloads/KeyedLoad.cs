using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>How every workload spreads over keys: the plan's number of keys in play, each retired after the plan's operations.</summary>
internal static class KeyedLoad
{
    /// <summary>A key is also retired after so many unknown operations, far fewer than a search can bear (about 200).</summary>
    private const int UnknownPerKey = 25;

    /// <param name="load">The endless load on one key, with dice of its own.</param>
    public static RotatingKeys Over(Plan plan, IWorkloadData data, Func<string, Dice, IGenerator<Operation>> load)
    {
        var dice = new Dice(plan.Seed).Fork("workload");
        return new RotatingKeys(plan.KeyCount, dice.Fork("keys"), Open);

        KeyLoad Open(long number)
        {
            var key = data.Key(number);
            var bounded = new UnknownLimit<Operation>(UnknownPerKey, load(key, dice.Fork(number)));
            return new KeyLoad(key, new Limit<Operation>(plan.OperationsPerKey, bounded));
        }
    }
}
