using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Generators;

/// <summary>One after the other: the next begins when the one before is over.</summary>
public sealed record Phases<T>(ImmutableArray<IGenerator<T>> Parts) : IGenerator<T>
{
    private int Current { get; init; }

    public Step<T> Next(Context context)
    {
        for (var phase = Current; phase < Parts.Length; phase++)
        {
            var step = Parts[phase].Next(context);
            if (step is not Step<T>.Done)
                return step.Wrap(then => new Phases<T>(Parts.SetItem(phase, then)) { Current = phase });
        }

        return new Step<T>.Done();
    }

    public IGenerator<T> Observe(Outcome<T> outcome) =>
        Current < Parts.Length ? this with { Parts = Parts.SetItem(Current, Parts[Current].Observe(outcome)) } : this;
}
