using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>Makes links slow and fast again. The receipt is how long probes took through those very links.</summary>
/// <remarks>
/// A link that a partition silences shows nothing of its speed. It is left out, and the evidence says so; where all are silent, nothing can be seen, and
/// nothing is confirmed.
/// </remarks>
internal sealed class PacketInjector(LocalNetwork network)
{
    /// <summary>How many probes a receipt rests on at least: all on the fast half of the jitter once in 4096 times.</summary>
    private const int LeastProbes = 12;

    /// <summary>How long to wait for a probe on top of its delay, milliseconds.</summary>
    private const int ProbePatienceMs = 1000;

    /// <summary>How many fast probes in a row show the end of a fault: one alone can be the luck of the jitter.</summary>
    private const int HealedInARow = 5;

    /// <summary>What was ended and not seen to be over: the next heal has to look for it.</summary>
    private Fault.Packet? _unseen;

    /// <summary>Slows, in place of any packet fault in force.</summary>
    /// <remarks>Confirmed if no probe was early, not all were on the early side, and the median was not late.</remarks>
    public async Task<FaultEffect> SlowAsync(Fault.Packet packet, CancellationToken cancellation)
    {
        var audible = Audible(packet.Links);
        if (audible.IsEmpty)
            return new FaultEffect(false, $"a partition silences all {packet.Links.Length} links: nothing could be seen, and nothing was done");
        network.Apply(packet);
        var asked = PacketProbe.Of(packet);
        using var probes = await LinkProbes.OpenAsync(network, audible, cancellation);
        var seen = new List<Sighting>();
        while (seen.Count < LeastProbes)
            seen.AddRange(await probes.SendAsync(asked.Bytes, ProbePatienceMs, cancellation));
        return new FaultEffect(asked.IsSlow(seen), $"{Measured(audible, packet.Links)}: {Sighting.Describe(seen)}; {asked}");
    }

    /// <summary>Restores full speed. Confirmed if every link that was slow soon carried a probe in under half of what it took.</summary>
    public async Task<FaultEffect> HealAsync(CancellationToken cancellation)
    {
        var healed = network.Packet ?? _unseen ?? new Fault.Packet(network.Links, 0, 0);
        network.HealPacket();
        var (audible, asked) = (Audible(healed.Links), PacketProbe.Of(healed));
        using var probes = await LinkProbes.OpenAsync(network, audible, cancellation);
        var seen = await probes.SeekAsync(asked.Bytes, asked.FastMs, HealedInARow, cancellation);
        var isFast = seen.Length > 0 && seen.All(link => link.IsFast);
        _unseen = isFast ? null : healed;
        return new FaultEffect(
            isFast,
            $"{Measured(audible, healed.Links)}: {Sighting.Describe([.. seen.Select(link => link.Seen)])}; sought under {asked.FastMs:0.#} ms");
    }

    private ImmutableArray<Link> Audible(ImmutableArray<Link> links) => [.. links.Where(link => network.ShapeOf(link).Cut is null)];

    private static string Measured(ImmutableArray<Link> audible, ImmutableArray<Link> touched) =>
        audible.Length == touched.Length
            ? $"probes on {touched.Length} links"
            : $"probes on {audible.Length} of {touched.Length} links (a partition silences the others)";
}
