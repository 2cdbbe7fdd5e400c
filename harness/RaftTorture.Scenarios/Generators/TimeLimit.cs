
namespace RaftTorture.Scenarios.Generators;

/// <summary>Only for so long, counted from the first time it is asked.</summary>
public sealed record TimeLimit<T>(long LengthNs, IGenerator<T> Inner) : IGenerator<T>
{
    private long? EndNs { get; init; }

    public Step<T> Next(Context context)
    {
        var endNs = EndNs ?? context.NowNs + LengthNs;
        if (context.NowNs >= endNs)
            return new Step<T>.Done();
        var step = Inner.Next(context).Wrap(inner => this with { EndNs = endNs, Inner = inner });
        return step is Step<T>.Pending pending
            ? pending with { UntilNs = Math.Min(pending.UntilNs ?? endNs, endNs) }
            : step;
    }

    public IGenerator<T> Observe(Outcome<T> outcome) => this with { Inner = Inner.Observe(outcome) };
}
