using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>Cuts links and heals them. The receipt is what probes on those very links saw.</summary>
internal sealed class PartitionInjector(LocalNetwork network)
{
    /// <summary>How long a cut link must be silent, on top of the delay that a packet fault gives it.</summary>
    private const int SilenceMs = 100;

    /// <summary>How long an open link may take, on top of that delay: generous, because the machine is busy.</summary>
    private const int DeliveryMs = 2000;

    /// <summary>What an open link takes at most, on top of that delay, at the best of many tries.</summary>
    private const int OpenMs = 40;

    /// <summary>Cuts, in place of any partition in force.</summary>
    /// <remarks>
    /// Confirmed if every cut link stopped two probes: one whose connection delivered a byte just before, and one that connected
    /// after. A link that was dark already has only the second.
    /// </remarks>
    public async Task<FaultEffect> CutAsync(Fault.Partition partition, CancellationToken cancellation)
    {
        var open = partition.Cut.Except(network.Partition?.Cut ?? []);
        using var standing = await LinkProbes.OpenAsync(network, open, cancellation);
        var before = await standing.SendAsync(1, DeliveryMs, cancellation);

        var heldBefore = HeldBytes(partition);
        network.Apply(partition);
        using var fresh = await LinkProbes.OpenAsync(network, partition.Cut, cancellation);
        var halves = await Task.WhenAll(
            standing.SendAsync(1, SilenceMs, cancellation), fresh.SendAsync(1, SilenceMs, cancellation));
        Sighting[] after = [.. halves[0], .. halves[1]];

        return new FaultEffect(
            after.Length > 0 && before.All(Delivers) && after.All(seen => IsStoppedBy(partition.Mode, seen)),
            $"probes on {partition.Cut.Length} cut links: {Sighting.Describe(after)}; before the cut: {Sighting.Describe(before)}; "
            + $"{HeldBytes(partition) - heldBefore} bytes of the nodes held back");
    }

    /// <summary>Heals. Confirmed if every link of the cluster soon delivered a fresh probe, no later than the packet fault in force explains.</summary>
    public async Task<FaultEffect> HealAsync(CancellationToken cancellation)
    {
        network.HealPartition();
        using var probes = await LinkProbes.OpenAsync(network, network.Links, cancellation);
        var seen = await probes.SeekAsync(1, OpenMs, inARow: 1, cancellation);
        return new FaultEffect(
            seen.All(link => link.IsFast),
            $"probes on all {seen.Length} links: {Sighting.Describe([.. seen.Select(link => link.Seen)])}");
    }

    private static bool Delivers(Sighting seen) => seen is Sighting.Delivered;

    private static bool IsStoppedBy(CutMode mode, Sighting seen) => mode switch
    {
        CutMode.Blackhole => seen is Sighting.Silent,
        CutMode.Reset => seen is Sighting.Reset,
        _ => throw new UnreachableException(),
    };

    private long HeldBytes(Fault.Partition partition) => partition.Cut.Sum(link => network[link].Forward.Counters.HeldBytes);
}
