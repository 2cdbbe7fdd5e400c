
namespace RaftTorture.Scenarios.Generators;

/// <summary>Spreads what it wraps in time, to a mean gap over all workers; each gap is uniform between nothing and twice the mean, as in Jepsen.</summary>
public sealed record Stagger<T>(long MeanGapNs, Dice Dice, IGenerator<T> Inner) : IGenerator<T>
{
    /// <summary>How late a timer may be without lowering the rate. What is later is an outage, and is not made up for by a burst.</summary>
    private const long CatchUpNs = 50_000_000;

    /// <summary>The mean of the first gap, where it is another.</summary>
    public long? FirstGapNs { get; init; }

    private long? DueNs { get; init; }

    public Step<T> Next(Context context) => DueNs switch
    {
        null => Scheduled(context.NowNs, FirstGapNs ?? MeanGapNs).Next(context),
        { } dueNs when context.NowNs < dueNs => new Step<T>.Pending(dueNs, this),
        { } dueNs => Inner.Next(context) switch
        {
            Step<T>.Emit emit => emit with { Then = (this with { Inner = emit.Then }).Scheduled(Math.Max(dueNs, context.NowNs - CatchUpNs), MeanGapNs) },
            var step => step.Wrap(inner => this with { Inner = inner }),
        },
    };

    public IGenerator<T> Observe(Outcome<T> outcome) => this with { Inner = Inner.Observe(outcome) };

    private Stagger<T> Scheduled(long fromNs, long meanGapNs)
    {
        var dice = Dice;
        var dueNs = fromNs + (long)(dice.Fraction() * 2 * meanGapNs);
        return this with { Dice = dice, DueNs = dueNs };
    }
}
