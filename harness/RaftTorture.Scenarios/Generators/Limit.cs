
namespace RaftTorture.Scenarios.Generators;

/// <summary>At most so many.</summary>
public sealed record Limit<T>(long Count, IGenerator<T> Inner) : IGenerator<T>
{
    public Step<T> Next(Context context)
    {
        if (Count == 0)
            return new Step<T>.Done();
        var step = Inner.Next(context);
        var left = step is Step<T>.Emit ? Count - 1 : Count;
        return step.Wrap(inner => new Limit<T>(left, inner));
    }

    public IGenerator<T> Observe(Outcome<T> outcome) => this with { Inner = Inner.Observe(outcome) };
}
