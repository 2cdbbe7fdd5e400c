using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults.Triggers;

/// <summary>A trigger for ever: it waits for its condition, strikes, heals after a while, and waits for the condition to be seen anew.</summary>
/// <param name="Trigger">What it waits for, and what it does.</param>
/// <param name="Draw">Its faults.</param>
/// <param name="Plan">On whom, and for how long.</param>
/// <param name="Dice">Throw.</param>
public sealed record TriggeredFaults(Trigger Trigger, DrawFault Draw, Plans.Plan Plan, Dice Dice) : IGenerator<Fault>
{
    /// <summary>How often it looks: finer than a round trip between nodes and a disk.</summary>
    private const long LookNs = 2_000_000;

    private const long RetryNs = 50_000_000;

    /// <summary>Later than this is not the moment that was meant: the nemesis does one thing at a time, and another may have taken it up.</summary>
    private const long StaleNs = 1_000_000_000;

    /// <summary>What was known when it began to wait.</summary>
    private ClusterSights? Then { get; init; }

    /// <summary>What it saw, until it has struck.</summary>
    private Sighting? Sighting { get; init; }

    private Fault? Struck { get; init; }

    private long HealNs { get; init; }

    public Step<Fault> Next(Context context)
    {
        var sights = context.Cluster.Sights;
        if (Struck is not null)
            return Heal(context);
        if (Then is null)
            return new Step<Fault>.Pending(context.NowNs + LookNs, this with { Then = sights });
        if ((Sighting ?? Trigger.Condition.Look(sights, Then)) is not { } sighting)
            return new Step<Fault>.Pending(context.NowNs + LookNs, this);
        var dueNs = sighting.AtNs + (Trigger.AfterMs * 1_000_000L);
        if (context.NowNs < dueNs)
            return new Step<Fault>.Pending(dueNs, this with { Sighting = sighting });
        return context.NowNs - dueNs > StaleNs || !Trigger.Condition.IsStill(sighting, sights)
            ? new Step<Fault>.Pending(context.NowNs + LookNs, this with { Sighting = null, Then = null })
            : Strike(sighting, context);
    }

    /// <summary>A fault that cannot be had just then is not had later: the moment is over, and the next one is waited for.</summary>
    private Step<Fault> Strike(Sighting sighting, Context context)
    {
        var dice = Dice;
        var fault = Draw(Plan.Nodes, context.Cluster, ref dice);
        var waitNs = (long)(dice.Fraction() * 2 * Plan.NemesisIntervalSeconds * 1e9);
        var then = this with { Dice = dice, Sighting = null, Then = null };
        return fault is null
            ? new Step<Fault>.Pending(context.NowNs + RetryNs, then)
            : new Step<Fault>.Emit(fault, context.Free[0], then with { Struck = fault, HealNs = context.NowNs + waitNs })
            {
                Cause = new Cause.Seen(Trigger.Text, sighting.What, sighting.AtNs),
            };
    }

    private Step<Fault> Heal(Context context)
    {
        var then = this with { Struck = null };
        if (context.NowNs < HealNs)
            return new Step<Fault>.Pending(HealNs, this);
        if (Struck!.Heal is not { } heal || !context.Cluster.InForce.Contains(Struck))
            return then.Next(context); // nothing to undo, or it was undone between two mixtures
        return FaultCycle.IsTooEarly(heal, context.Cluster)
            ? new Step<Fault>.Pending(context.NowNs + RetryNs, this)
            : new Step<Fault>.Emit(heal, context.Free[0], then);
    }
}
