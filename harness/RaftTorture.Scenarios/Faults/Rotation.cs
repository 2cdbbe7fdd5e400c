using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>One mixture of faults after the other. Between two of them everything in force is healed.</summary>
/// <remarks>
/// The time that is left is shared by the turns that are left: what takes long shortens those after it a little, and leaves none out. A family that
/// has not had an effect when its turn is over comes along into the next, and the last turn goes on until all had one, for what was asked for is to
/// happen; but all turns together take at most twice their time.
/// </remarks>
/// <param name="LengthNs">Of all turns together.</param>
/// <param name="Mixtures">In their order, each with one turn.</param>
public sealed record Rotation(long LengthNs, ImmutableArray<Mixture> Mixtures) : IGenerator<Fault>
{
    private long? StartNs { get; init; }

    private int Current { get; init; } = -1;

    /// <summary>When the turn is over; the last one if all had an effect.</summary>
    private long EndNs { get; init; }

    /// <summary>Who comes along into the next turn.</summary>
    private ImmutableArray<Ingredient> Late { get; init; } = [];

    private IGenerator<Fault> Playing { get; init; } = new HealInForce();

    public Step<Fault> Next(Context context)
    {
        if (StartNs is null)
            return (this with { StartNs = context.NowNs }).Next(context);
        if (Playing is Mixture mixture && IsOn(mixture, context))
            return Play(context);
        return Playing is Mixture && IsLast ? new Step<Fault>.Done() : Turn(context);
    }

    private bool IsLast => Current == Mixtures.Length - 1;

    /// <summary>When all is over whatever happened.</summary>
    private long LatestNs => StartNs!.Value + (2 * LengthNs);

    private bool IsOn(Mixture mixture, Context context) =>
        context.NowNs < EndNs || (IsLast && context.NowNs < LatestNs && mixture.IsOwedEffects(context.Cluster));

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
        var late = Playing is Mixture over ? LateOnes(over, context.Cluster) : Late;
        var healing = Playing as HealInForce ?? new HealInForce();
        var step = healing.Next(context);
        return step is Step<Fault>.Done ? Begin(Current + 1, late, context.NowNs).Play(context) : step.Wrap(then => this with { Playing = then, Late = late });
    }

    /// <summary>Each as it was at its beginning, for what it had begun is healed.</summary>
    private ImmutableArray<Ingredient> LateOnes(Mixture over, ClusterView cluster)
    {
        var dealt = Mixtures.SelectMany(mixture => mixture.Fresh).ToArray();
        return [.. over.Fresh.Concat(over.Struck.Where(struck => struck.IsOwedBy(cluster)).Select(struck => dealt.First(each => each.Kind == struck.Kind)))];
    }

    private Rotation Begin(int turn, ImmutableArray<Ingredient> late, long nowNs)
    {
        var dealt = Mixtures[turn].Fresh;
        var leftNs = Math.Max(0, StartNs!.Value + LengthNs - nowNs);
        return this with
        {
            Current = turn,
            Playing = new Mixture([.. late.Where(each => each.Kind is null || dealt.All(other => other.Kind != each.Kind)), .. dealt], []),
            EndNs = nowNs + (leftNs / (Mixtures.Length - turn)),
            Late = [],
        };
    }
}
