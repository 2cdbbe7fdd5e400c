using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Families side by side for a turn, each in its own time. Where more than one is due, who has not struck yet goes first.</summary>
/// <remarks>One thing is done at a time, and a thing may take seconds: without that rule the first families would strike twice, and the last not at all.</remarks>
/// <param name="Fresh">Who has not struck yet.</param>
/// <param name="Struck">Who has, in the order in which they did.</param>
public sealed record Mixture(ImmutableArray<IGenerator<Fault>> Fresh, ImmutableArray<IGenerator<Fault>> Struck) : IGenerator<Fault>
{
    public Step<Fault> Next(Context context)
    {
        var asked = Fresh;
        long? untilNs = null;
        for (var i = 0; i < Fresh.Length; i++)
        {
            var step = Fresh[i].Next(context);
            if (step is Step<Fault>.Emit emit)
                return emit with { Then = new Mixture(asked.RemoveAt(i), Struck.Add(emit.Then)) };
            if (step is Step<Fault>.Pending pending)
            {
                asked = asked.SetItem(i, pending.Then);
                untilNs = pending.Earlier(untilNs);
            }
        }

        return new Any<Fault>(Struck).Next(context) switch
        {
            Step<Fault>.Pending others => others with { UntilNs = others.Earlier(untilNs), Then = After(asked, others.Then) },
            Step<Fault>.Done when untilNs is not null => new Step<Fault>.Pending(untilNs, this with { Fresh = asked }),
            var step => step.Wrap(then => After(asked, then)),
        };
    }

    public IGenerator<Fault> Observe(Outcome<Fault> outcome) =>
        new Mixture([.. Fresh.Select(family => family.Observe(outcome))], [.. Struck.Select(family => family.Observe(outcome))]);

    private static Mixture After(ImmutableArray<IGenerator<Fault>> fresh, IGenerator<Fault> struck) => new(fresh, ((Any<Fault>)struck).Inner);
}
