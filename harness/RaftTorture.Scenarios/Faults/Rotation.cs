using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>One mixture of faults after the other, each for a period. Between two of them everything in force is healed.</summary>
/// <remarks>Periods are counted from the first time it is asked, so that a heal that takes long shortens the period after it and no other.</remarks>
public sealed record Rotation(long PeriodNs, ImmutableArray<IGenerator<Fault>> Mixtures) : IGenerator<Fault>
{
    private long? StartNs { get; init; }

    private int Current { get; init; } = -1;

    private IGenerator<Fault> Playing { get; init; } = new HealInForce();

    public Step<Fault> Next(Context context)
    {
        var startNs = StartNs ?? context.NowNs;
        var due = (int)Math.Min((context.NowNs - startNs) / PeriodNs, Mixtures.Length - 1);
        return due == Current ? Play(context, startNs) : Turn(context, startNs, due);
    }

    private Step<Fault> Play(Context context, long startNs)
    {
        var endNs = Current == Mixtures.Length - 1 ? long.MaxValue : startNs + ((Current + 1) * PeriodNs);
        var step = Playing.Next(context).Wrap(playing => this with { Playing = playing });
        return step switch
        {
            Step<Fault>.Pending pending => pending with { UntilNs = Math.Min(pending.UntilNs ?? endNs, endNs) },
            Step<Fault>.Done => new Step<Fault>.Pending(endNs, this),
            _ => step,
        };
    }

    /// <summary>Heals first; a heal that outlasts a period leaves that one out.</summary>
    private Step<Fault> Turn(Context context, long startNs, int due)
    {
        var healing = Playing as HealInForce ?? new HealInForce();
        var step = healing.Next(context);
        return step is Step<Fault>.Done
            ? (this with { StartNs = startNs, Current = due, Playing = Mixtures[due] }).Play(context, startNs)
            : step.Wrap(then => this with { StartNs = startNs, Playing = then });
    }
}
