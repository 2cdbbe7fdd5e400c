using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws a fault of one family, or null if there is nothing to strike now.</summary>
public delegate Fault? DrawFault(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice);

/// <summary>One family of faults for ever: a fault, its heal, the next fault. So each is healed before the next of its kind.</summary>
public sealed record FaultCycle(ImmutableArray<string> Nodes, DrawFault Draw, Dice Dice) : IGenerator<Fault>
{
    private const long RetryNs = 200_000_000;

    private Fault? Heal { get; init; }

    public Step<Fault> Next(Context context)
    {
        if (Heal is not null && IsTooEarly(Heal, context.Cluster))
            return new Step<Fault>.Pending(context.NowNs + RetryNs, this);
        if (Heal is not null)
            return new Step<Fault>.Emit(Heal, context.Free[0], this with { Heal = null });
        var dice = Dice;
        var fault = Draw(Nodes, context.Cluster, ref dice);
        var then = this with { Dice = dice, Heal = fault?.Heal };
        return fault is null
            ? new Step<Fault>.Pending(context.NowNs + RetryNs, then)
            : new Step<Fault>.Emit(fault, context.Free[0], then);
    }

    /// <summary>
    /// Nobody is there to grant it; a node whose clock is to be right is paused, and cannot tell that it is; or a partition lets no probe
    /// through where packets are to pass as they should.
    /// </summary>
    internal static bool IsTooEarly(Fault heal, ClusterView cluster) =>
        (heal.Kind.NeedsLeaderToHeal() && cluster.IsLeaderless)
        || (heal is Fault.ResetClock reset && cluster.InForce.OfType<Fault.Pause>().Any(pause => pause.Nodes.Intersect(reset.Nodes).Any()))
        || (heal is Fault.HealPacket && cluster.InForce.OfType<Fault.Packet>().Any(packet => PacketFaults.AreSilent(packet.Links, cluster)));
}
