using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>A recipe for ever: after the last stage a rest, then the first again. A stage that cannot be had in time ends the round.</summary>
/// <param name="Recipe">What is played.</param>
/// <param name="Nodes">On whom.</param>
/// <param name="IntervalNs">Of the nemesis: what rests are parts of.</param>
/// <param name="Dice">Throw.</param>
public sealed record Cooking(Recipe Recipe, ImmutableArray<string> Nodes, long IntervalNs, Dice Dice) : IGenerator<Fault>
{
    private const long RetryNs = 10_000_000;

    /// <summary>How long a stage may take to be possible: a cluster that elects nobody for so long is in other trouble.</summary>
    private const long PatienceNs = 15_000_000_000;

    private static readonly Stage.Rest Pause = new(1);

    private int Position { get; init; } = -1;

    private ImmutableArray<Fault> Done { get; init; } = [];

    private ImmutableArray<Fault> Open { get; init; } = [];

    private bool IsGivenUp { get; init; }

    private long? SinceNs { get; init; }

    /// <summary>When the rest that is the present stage ends.</summary>
    private long? EndNs { get; init; }

    public Step<Fault> Next(Context context)
    {
        if (SinceNs is not { } sinceNs)
            return (this with { SinceNs = context.NowNs }).Next(context);
        if (IsGivenUp)
            return Retreat(context);
        if (Current is Stage.Rest rest)
            return Rest(rest, context);
        if (context.NowNs - sinceNs > PatienceNs)
            return (this with { IsGivenUp = true }).Next(context);
        return Play(new Kitchen(Nodes, context.Cluster, Done), context);
    }

    private Stage Current => Position < 0 ? Pause : Recipe.Stages[Position];

    private Step<Fault> Play(Kitchen kitchen, Context context)
    {
        var dice = Dice;
        return Current switch
        {
            Stage.Until until => until.IsSeen(kitchen) ? Advanced(context).Next(context) : Wait(context),
            Stage.Undo undo => Emit(Done[undo.Number].Heal!, context, Advanced(context) with { Open = Open.Remove(Done[undo.Number]) }),
            Stage.Strike strike when strike.Draw(kitchen, ref dice) is { } fault =>
                Emit(fault, context, Advanced(context) with { Dice = dice, Done = Done.Add(fault), Open = fault.Heal is null ? Open : Open.Add(fault) }),
            Stage.Strike => (this with { Dice = dice }).Wait(context),
            _ => throw new UnreachableException(),
        };
    }

    private Step<Fault> Rest(Stage.Rest rest, Context context)
    {
        var dice = Dice;
        var endNs = EndNs ?? context.NowNs + (long)(dice.Fraction() * 2 * rest.Part * IntervalNs);
        return context.NowNs < endNs
            ? new Step<Fault>.Pending(endNs, this with { Dice = dice, EndNs = endNs })
            : (Advanced(context) with { Dice = dice }).Next(context);
    }

    /// <summary>What was begun is undone, the last first, and the recipe begins anew.</summary>
    private Step<Fault> Retreat(Context context) => Open.IsEmpty
        ? new Cooking(Recipe, Nodes, IntervalNs, Dice).Next(context)
        : new Step<Fault>.Emit(Open[^1].Heal!, context.Free[0], this with { Open = Open.RemoveAt(Open.Length - 1) });

    private Cooking Advanced(Context context) => Position + 1 < Recipe.Stages.Length
        ? this with { Position = Position + 1, SinceNs = context.NowNs, EndNs = null }
        : new Cooking(Recipe, Nodes, IntervalNs, Dice);

    private Step<Fault>.Emit Emit(Fault fault, Context context, Cooking then) => new(fault, context.Free[0], then)
    {
        Cause = new Cause.Stage(Recipe.Name, Position + 1, Recipe.Stages.Length),
    };

    private Step<Fault>.Pending Wait(Context context) => new(context.NowNs + RetryNs, this);
}
