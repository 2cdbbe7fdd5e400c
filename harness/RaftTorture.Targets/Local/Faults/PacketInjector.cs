using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>Makes links slow and fast again. The receipt is how long probes took through those very links.</summary>
/// <remarks>A link that a partition silences cannot be measured; it is left out, and the evidence says so.</remarks>
internal sealed class PacketInjector(LocalNetwork network)
{
    /// <summary>How many probes a receipt rests on at least: all on the fast half of the jitter once in 4096 times.</summary>
    private const int LeastProbes = 12;

    /// <summary>What a busy machine may add to a delay before it is no longer the delay that was asked for.</summary>
    private const int SlackMs = 250;

    /// <summary>How long to look for a fast delivery after a heal.</summary>
    private static readonly TimeSpan HealPatience = TimeSpan.FromSeconds(2);

    /// <summary>Slows, in place of any packet fault in force.</summary>
    /// <remarks>Confirmed if no probe was early, not all were on the early side, and the median was not late.</remarks>
    public async Task<FaultEffect> SlowAsync(Fault.Packet packet, CancellationToken cancellation)
    {
        network.Apply(packet);
        var audible = Audible(packet.Links);
        using var probes = await LinkProbes.OpenAsync(network, audible, cancellation).ConfigureAwait(false);
        var asked = Asked.Of(packet);
        var seen = new List<Sighting>();
        for (var rounds = LeastProbes / Math.Max(1, audible.Length); rounds >= 0; rounds--)
            seen.AddRange(await probes.SendAsync(asked.Bytes, SlackMs * 4, cancellation).ConfigureAwait(false));
        return new FaultEffect(asked.IsMetBy(seen), $"{Measured(audible, packet.Links)}: {Sighting.Describe(seen)}; {asked}");
    }

    /// <summary>Restores full speed. Confirmed if every link that was slow soon carried a probe in under half of what it took.</summary>
    public async Task<FaultEffect> HealAsync(CancellationToken cancellation)
    {
        var healed = network.Packet ?? new Fault.Packet(network.Links, 0, 0);
        network.HealPacket();
        var (audible, asked) = (Audible(healed.Links), Asked.Of(healed));
        var seen = await Task.WhenAll(audible.Select(link => FastestAsync(link, asked, cancellation))).ConfigureAwait(false);
        return new FaultEffect(
            seen.Length > 0 && seen.All(asked.IsOver),
            $"{Measured(audible, healed.Links)}: {Sighting.Describe(seen)}; sought under {asked.OverMs:0.#} ms");
    }

    /// <summary>Sends probes through a link until one is fast or patience ends; tells the last.</summary>
    private async Task<Sighting> FastestAsync(Link link, Asked asked, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var probe = await LinkProbe.OpenAsync(network[link], cancellation).ConfigureAwait(false);
        while (true)
        {
            var seen = await probe.SendAsync(asked.Bytes, HealPatience, cancellation).ConfigureAwait(false);
            if (asked.IsOver(seen) || seen is not Sighting.Delivered || Stopwatch.GetElapsedTime(start) > HealPatience)
                return seen;
        }
    }

    private ImmutableArray<Link> Audible(ImmutableArray<Link> links) => [.. links.Where(link => network.ShapeOf(link).Cut is null)];

    private static string Measured(ImmutableArray<Link> audible, ImmutableArray<Link> touched) =>
        audible.Length == touched.Length
            ? $"probes on {touched.Length} links"
            : $"probes on {audible.Length} of {touched.Length} links (a partition silences the others)";

    /// <summary>What a packet fault asks of a probe.</summary>
    /// <param name="Bytes">What the probe sends: enough for a rate limit to show.</param>
    /// <param name="LeastMs">No probe may be faster.</param>
    /// <param name="MiddleMs">The slowest must reach it.</param>
    /// <param name="MostMs">The median may not be slower.</param>
    private sealed record Asked(int Bytes, double LeastMs, double MiddleMs, double MostMs)
    {
        /// <summary>What a probe of a slow line may weigh, bytes: its kernel buffers would hide more.</summary>
        private const int MostBytes = 32 * 1024;

        /// <summary>A probe under this many milliseconds shows that the fault is over.</summary>
        public double OverMs => Math.Clamp(LeastMs / 2, 3, 50);

        public static Asked Of(Fault.Packet packet)
        {
            var shape = new LinkShape { DelayMs = packet.DelayMs, JitterMs = packet.JitterMs, BytesPerSecond = packet.BytesPerSecond };
            var bytes = packet.BytesPerSecond is null ? 1 : shape.SliceOf(MostBytes);
            var lineMs = shape.LineMs(bytes);
            return new Asked(bytes, shape.FastestMs + lineMs, shape.DelayMs + lineMs, shape.SlowestMs + lineMs);
        }

        public bool IsMetBy(List<Sighting> seen)
        {
            var delivered = seen.OfType<Sighting.Delivered>().Select(each => each.Ms).Order().ToArray();
            return delivered.Length > 0
                && delivered.Length == seen.Count
                && delivered[0] >= LeastMs
                && delivered[^1] >= MiddleMs
                && delivered[delivered.Length / 2] <= MostMs + SlackMs;
        }

        public bool IsOver(Sighting seen) => seen is Sighting.Delivered && seen.Ms < OverMs;

        public override string ToString() => $"asked {LeastMs:0.#}-{MostMs:0.#} ms for {Bytes} bytes";
    }
}
