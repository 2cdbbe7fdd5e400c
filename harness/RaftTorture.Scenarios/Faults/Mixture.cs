using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Families side by side for a turn, each in its own time. Where more than one is due, who has not struck yet goes first.</summary>
/// <remarks>One thing is done at a time, and a thing may take seconds: without that rule the first families would strike twice, and the last not at all.</remarks>
/// <param name="Fresh">Who has not struck yet.</param>
/// <param name="Struck">Who has, in the order in which they did.</param>
public sealed record Mixture(ImmutableArray<Ingredient> Fresh, ImmutableArray<Ingredient> Struck) : IGenerator<Fault>
{
    /// <summary>Whether one of them has yet to be seen to take effect.</summary>
    public bool IsOwedEffects(ClusterView cluster) =>
        !Fresh.IsEmpty || Struck.Any(ingredient => ingredient.Kind is { } kind && !cluster.Effective.Contains(kind));

    public Step<Fault> Next(Context context)
    {
        var asked = Fresh;
        long? untilNs = null;
        for (var i = 0; i < Fresh.Length; i++)
        {
            var step = Fresh[i].Faults.Next(context);
            if (step is Step<Fault>.Emit emit)
                return emit with { Then = new Mixture(asked.RemoveAt(i), Struck.Add(Fresh[i] with { Faults = emit.Then })) };
            if (step is Step<Fault>.Pending pending)
            {
                asked = asked.SetItem(i, Fresh[i] with { Faults = pending.Then });
                untilNs = pending.Earlier(untilNs);
            }
        }

        return new Any<Fault>([.. Struck.Select(ingredient => ingredient.Faults)]).Next(context) switch
        {
            Step<Fault>.Pending others => others with { UntilNs = others.Earlier(untilNs), Then = After(asked, others.Then) },
            Step<Fault>.Done when untilNs is not null => new Step<Fault>.Pending(untilNs, this with { Fresh = asked }),
            var step => step.Wrap(then => After(asked, then)),
        };
    }

    public IGenerator<Fault> Observe(Outcome<Fault> outcome) =>
        new Mixture([.. Fresh.Select(family => family.Observe(outcome))], [.. Struck.Select(family => family.Observe(outcome))]);

    private Mixture After(ImmutableArray<Ingredient> fresh, IGenerator<Fault> struck) =>
        new(fresh, [.. Struck.Zip(((Any<Fault>)struck).Inner, (ingredient, faults) => ingredient with { Faults = faults })]);
}

/// <summary>A family or a recipe in a mixture.</summary>
/// <param name="Kind">Of all its faults; null for a recipe, which has several.</param>
/// <param name="Faults">What it does.</param>
public sealed record Ingredient(FaultKind? Kind, IGenerator<Fault> Faults)
{
    public Ingredient Observe(Outcome<Fault> outcome) => this with { Faults = Faults.Observe(outcome) };
}
