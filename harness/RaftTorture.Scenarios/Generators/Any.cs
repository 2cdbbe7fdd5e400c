using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Generators;

/// <summary>Several side by side, each in its own time: the first that has something now, in the order given; over when all are over.</summary>
public sealed record Any<T>(ImmutableArray<IGenerator<T>> Inner) : IGenerator<T>
{
    public Step<T> Next(Context context)
    {
        var asked = Inner;
        var over = 0;
        long? untilNs = null;
        for (var i = 0; i < Inner.Length; i++)
        {
            var step = Inner[i].Next(context);
            if (step is Step<T>.Emit emit)
                return emit with { Then = new Any<T>(asked.SetItem(i, emit.Then)) };
            if (step is Step<T>.Pending pending)
            {
                asked = asked.SetItem(i, pending.Then);
                untilNs = pending.Earlier(untilNs);
            }
            else
            {
                over++;
            }
        }

        return over == Inner.Length ? new Step<T>.Done() : new Step<T>.Pending(untilNs, new Any<T>(asked));
    }

    public IGenerator<T> Observe(Outcome<T> outcome) =>
        new Any<T>([.. Inner.Select(generator => generator.Observe(outcome))]);
}
