using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>One mixture of faults after the other. Between two of them everything in force is healed.</summary>
/// <remarks>
/// The time that is left is shared by the turns that are left: a heal that takes long shortens those after it a little, and leaves none out. A
/// turn in which a family has not yet had an effect goes on, for what was asked for is to happen; but all turns together take at most twice their time.
/// </remarks>
/// <param name="LengthNs">Of all turns together.</param>
/// <param name="Mixtures">In their order, each with one turn.</param>
public sealed record Rotation(long LengthNs, ImmutableArray<Mixture> Mixtures) : IGenerator<Fault>
{
    private long? StartNs { get; init; }

    private int Current { get; init; } = -1;

    /// <summary>When the turn is over if all of it had an effect.</summary>
    private long EndNs { get; init; }

    /// <summary>When it is over whatever happened.</summary>
    private long LatestNs { get; init; }

    private IGenerator<Fault> Playing { get; init; } = new HealInForce();

    public Step<Fault> Next(Context context)
    {
        if (StartNs is null)
            return (this with { StartNs = context.NowNs }).Next(context);
        if (Playing is Mixture mixture && IsOn(mixture, context))
            return Play(context);
        return Playing is Mixture && Current == Mixtures.Length - 1 ? new Step<Fault>.Done() : Turn(context);
    }

    private bool IsOn(Mixture mixture, Context context) =>
        context.NowNs < EndNs || (context.NowNs < LatestNs && mixture.IsOwedEffects(context.Cluster));

    private Step<Fault> Play(Context context)
    {
        var nextLookNs = context.NowNs < EndNs ? EndNs : LatestNs;
        return Playing.Next(context).Wrap(playing => this with { Playing = playing }) switch
        {
            Step<Fault>.Pending pending => pending with { UntilNs = Math.Min(pending.UntilNs ?? nextLookNs, nextLookNs) },
            Step<Fault>.Done => new Step<Fault>.Pending(nextLookNs, this),
            var step => step,
        };
    }

    private Step<Fault> Turn(Context context)
    {
        var healing = Playing as HealInForce ?? new HealInForce();
        var step = healing.Next(context);
        return step is Step<Fault>.Done ? Begin(Current + 1, context.NowNs).Play(context) : step.Wrap(then => this with { Playing = then });
    }

    private Rotation Begin(int turn, long nowNs)
    {
        var leftNs = Math.Max(0, StartNs!.Value + LengthNs - nowNs);
        return this with
        {
            Current = turn,
            Playing = Mixtures[turn],
            EndNs = nowNs + (leftNs / (Mixtures.Length - turn)),
            LatestNs = StartNs.Value + (2 * LengthNs / Mixtures.Length * (turn + 1)),
        };
    }
}
