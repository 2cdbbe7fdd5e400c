using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>
/// Families side by side for a turn, each in its own time. Where more than one is due, who has not struck yet goes first, and who has had an effect
/// strikes again only when all have: until then it heals.
/// </summary>
/// <remarks>
/// One thing is done at a time, a thing may take seconds, and some take a cluster that can grant them: without that rule the first families would strike
/// again and again, and the last never.
/// </remarks>
/// <param name="Fresh">Who has not struck yet.</param>
/// <param name="Struck">Who has, in the order in which they did.</param>
public sealed record Mixture(ImmutableArray<Ingredient> Fresh, ImmutableArray<Ingredient> Struck) : IGenerator<Fault>
{
    private const long RetryNs = 200_000_000;

    /// <summary>Whether one of them has yet to be seen to take effect.</summary>
    public bool IsOwedEffects(ClusterView cluster) => !Fresh.IsEmpty || Struck.Any(ingredient => ingredient.IsOwedBy(cluster));

    public Step<Fault> Next(Context context)
    {
        var (fresh, struck) = (Fresh, Struck);
        var isOwed = IsOwedEffects(context.Cluster);
        long? untilNs = null;
        for (var i = 0; i < Fresh.Length; i++)
        {
            var step = Fresh[i].Faults.Next(context);
            if (step is Step<Fault>.Emit emit)
                return emit with { Then = new Mixture(fresh.RemoveAt(i), struck.Add(Fresh[i] with { Faults = emit.Then })) };
            (fresh, untilNs) = Ask(fresh, i, step, untilNs);
        }

        for (var i = 0; i < Struck.Length; i++)
        {
            var step = Struck[i].Faults.Next(context);
            var isHeld = isOwed && step is Step<Fault>.Emit { Item.IsHeal: false } && Struck[i].HadEffect(context.Cluster);
            if (step is Step<Fault>.Emit emit && !isHeld)
                return emit with { Then = new Mixture(fresh, struck.SetItem(i, Struck[i] with { Faults = emit.Then })) };
            (struck, untilNs) = isHeld ? (struck, Earlier(untilNs, context.NowNs + RetryNs)) : Ask(struck, i, step, untilNs);
        }

        return untilNs is null ? new Step<Fault>.Done() : new Step<Fault>.Pending(untilNs, new Mixture(fresh, struck));
    }

    public IGenerator<Fault> Observe(Outcome<Fault> outcome) =>
        new Mixture([.. Fresh.Select(family => family.Observe(outcome))], [.. Struck.Select(family => family.Observe(outcome))]);

    private static (ImmutableArray<Ingredient> Asked, long? UntilNs) Ask(ImmutableArray<Ingredient> all, int place, Step<Fault> step, long? untilNs) =>
        step is Step<Fault>.Pending pending ? (all.SetItem(place, all[place] with { Faults = pending.Then }), pending.Earlier(untilNs)) : (all, untilNs);

    private static long Earlier(long? one, long other) => Math.Min(one ?? other, other);
}

/// <summary>A family or a recipe in a mixture.</summary>
/// <param name="Kind">Of all its faults; null for a recipe, which has several.</param>
/// <param name="Faults">What it does.</param>
public sealed record Ingredient(FaultKind? Kind, IGenerator<Fault> Faults)
{
    /// <summary>Whether it has yet to be seen to take effect. Of a recipe the verdict asks more: it is left to its own time.</summary>
    public bool IsOwedBy(ClusterView cluster) => Kind is { } kind && !cluster.Effective.Contains(kind);

    /// <summary>Whether it was seen to take effect.</summary>
    public bool HadEffect(ClusterView cluster) => Kind is { } kind && cluster.Effective.Contains(kind);

    public Ingredient Observe(Outcome<Fault> outcome) => this with { Faults = Faults.Observe(outcome) };
}
