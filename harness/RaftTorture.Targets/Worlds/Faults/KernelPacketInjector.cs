using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Worlds.Network;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Delays, loses, doubles, reorders, changes packets and narrows lines, and ends it. The receipt is what happened to probes on those very links.</summary>
/// <remarks>
/// A link that a partition silences shows nothing of it. It is left out, and the evidence says so; where all are silent, nothing can be seen, and
/// nothing is confirmed.
/// </remarks>
internal sealed class KernelPacketInjector(KernelNetwork network) : IInjector
{
    /// <summary>Measurements of a heal: what is under way may delay the first.</summary>
    private const int HealTries = 5;

    /// <summary>What was ended and not seen to be over: the next heal has to look for it.</summary>
    private Fault.Packet? _unseen;

    public FaultKind Kind => FaultKind.Packet;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => kernel.AskAsync(new TryPackets(), cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Packet packet => ShapeAsync(packet, cancellation),
        Fault.HealPacket => HealAsync(cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private async Task<FaultEffect> ShapeAsync(Fault.Packet packet, CancellationToken cancellation)
    {
        var audible = Audible(packet);
        if (audible.IsEmpty)
            return new FaultEffect(false, $"a partition silences all {packet.Links.Length} links: nothing could be seen, and nothing was done");
        var before = await network.SeekAsync(audible, cancellation);
        var shaped = await network.ShapeAsync(packet, cancellation);
        var sight = await MeasureAsync(packet, audible, cancellation);
        var counts = await network.CountPacketsAsync(cancellation);
        return new FaultEffect(
            sight.IsSeen,
            $"applied in {shaped.TookMs:0.0} ms; {Places(audible, packet)}, one way {before.Total.MedianMs:0.0} > {sight.Sparse.MedianMs:0.0} ms: {sight}; "
            + $"{counts.Seen} packets shaped, {counts.Lost} of them lost, probes among them");
    }

    private async Task<FaultEffect> HealAsync(CancellationToken cancellation)
    {
        var healed = network.Packet ?? _unseen ?? new Fault.Packet(network.Links, 0, 0);
        var shaped = await network.ShapeAsync(null, cancellation);
        var audible = Audible(healed);
        var (clean, words) = (false, "a partition silences all of them");
        for (var measured = 0; measured < HealTries && !clean && !audible.IsEmpty; measured++)
        {
            var seen = await network.ProbeAsync(audible, PacketTrains.Sparse(healed, audible.Length), cancellation);
            var bursts = await BurstAsync(healed, audible, cancellation);
            clean = !seen.Links.IsEmpty && HealedSight.IsClean(healed, seen, bursts);
            words = $"{PartitionSight.Words(seen)}{(bursts.Count > 0 ? $"; bursts took at most {bursts.Max(burst => burst.SpanMs):0.0} ms" : "")}";
        }

        _unseen = clean ? null : healed;
        return new FaultEffect(clean, $"healed in {shaped.TookMs:0.0} ms; {Places(audible, healed)}: {words}");
    }

    private async Task<PacketSight> MeasureAsync(Fault.Packet packet, ImmutableArray<Link> links, CancellationToken cancellation)
    {
        var sparse = await network.ProbeAsync(links, PacketTrains.Sparse(packet, links.Length), cancellation);
        return new PacketSight(packet, sparse.Total, await BurstAsync(packet, links, cancellation));
    }

    private async Task<IReadOnlyList<Arrivals>> BurstAsync(Fault.Packet packet, ImmutableArray<Link> links, CancellationToken cancellation) =>
        packet.BytesPerSecond is null
            ? []
            : [.. (await network.ProbeAsync(links, PacketTrains.Burst(packet), cancellation)).Links.Select(link => link.Arrivals)];

    private ImmutableArray<Link> Audible(Fault.Packet packet) => [.. packet.Links.Where(link => !network.IsSilenced(link))];

    private static string Places(ImmutableArray<Link> audible, Fault.Packet packet) =>
        audible.Length == packet.Links.Length ? $"{audible.Length} links" : $"{audible.Length} of {packet.Links.Length} links (a partition silences the others)";
}
