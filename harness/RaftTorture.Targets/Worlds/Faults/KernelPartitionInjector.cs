using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Worlds.Network;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Cuts links by the kernel's firewall, and heals them. The receipt is what probes from inside of the nodes' networks saw.</summary>
/// <remarks>
/// A link that carried probes before must carry none, and a link that is not cut must go on carrying them: a partition that cuts too much is
/// not the one that was asked for. Of calls that are cut one way, connections to the peer port must stay unanswered, and datagrams must pass.
/// </remarks>
internal sealed class KernelPartitionInjector(KernelNetwork network) : IInjector
{
    public FaultKind Kind => FaultKind.Partition;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => kernel.AskAsync(new TryFirewall(Resets: false), cancellation);

    /// <summary>Whether links can be cut by <see cref="CutMode.Reset"/>.</summary>
    public static Task<Ability> ProbeResetsAsync(IKernel kernel, CancellationToken cancellation) => kernel.AskAsync(new TryFirewall(Resets: true), cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Partition partition => CutAsync(partition, cancellation),
        Fault.HealPartition => HealAsync(cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private async Task<FaultEffect> CutAsync(Fault.Partition partition, CancellationToken cancellation)
    {
        var earlier = network.Partition?.Cut ?? [];
        var before = await network.SeekAsync([.. partition.Cut.Except(earlier)], cancellation);
        var answered = await ConnectAsync(partition, earlier, Patience.ConnectedMs(network.Packet), cancellation);
        var dropped = (await network.ReadAsync(cancellation)).DroppedPackets;
        var cutting = Stopwatch.GetTimestamp();
        var state = await network.CutAsync(partition, cancellation);
        var tookMs = Stopwatch.GetElapsedTime(cutting).TotalMilliseconds;

        var silence = network.ProbeAsync(partition.Cut, Patience.Silence(network.Packet), cancellation);
        var others = network.SeekAsync([.. network.Links.Where(link => !network.IsSilenced(link))], cancellation);
        var unanswered = await ConnectAsync(partition, [], Patience.SilentMs(network.Packet), cancellation);
        var sight = new PartitionSight(partition, before, answered, await silence, unanswered, await others);
        var held = (await network.ReadAsync(cancellation)).DroppedPackets - dropped;
        return new FaultEffect(sight.IsSeen, $"applied in {state.TookMs:0.0} ms; {sight}; {held} packets dropped, probes among them") { TookMs = tookMs };
    }

    private async Task<FaultEffect> HealAsync(CancellationToken cancellation)
    {
        var healed = network.Partition;
        var healing = Stopwatch.GetTimestamp();
        var state = await network.CutAsync(null, cancellation);
        var tookMs = Stopwatch.GetElapsedTime(healing).TotalMilliseconds;
        var woken = healed is null ? null : await network.WakeAsync(healed, cancellation);
        var start = Stopwatch.GetTimestamp();
        var seen = await network.SeekAsync(network.Links, cancellation);
        var seenMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var answered = healed is null ? null : await ConnectAsync(healed, [], Patience.ConnectedMs(network.Packet), cancellation);
        var isOpen = PartitionSight.IsOpen(seen) && (healed?.Mode is not CutMode.Requests || answered!.IsAnsweredOnAll);
        return new FaultEffect(
            isOpen && !seen.Links.IsEmpty,
            $"healed in {state.TookMs:0.0} ms, seen within {seenMs:0} ms more; {seen.Links.Length} links: {PartitionSight.Words(seen)}"
            + (answered is { Tries.IsEmpty: false } ? $"; connections to the peer port: {answered}" : "")
            + (woken is { WasNeeded: true } ? $"; {woken.Count} ends of silent connections were ended" : ""))
        {
            TookMs = tookMs,
        };
    }

    /// <summary>Connections are of interest where it is they that are cut.</summary>
    /// <param name="except">Links that are known to be dark.</param>
    private async Task<ConnectionReport> ConnectAsync(
        Fault.Partition partition, ImmutableArray<Link> except, int patienceMs, CancellationToken cancellation) =>
        partition.Mode == CutMode.Blackhole
            ? new ConnectionReport([])
            : await network.ConnectAsync([.. partition.Cut.Except(except)], Patience.Tries(network.Packet), patienceMs, cancellation);
}
