using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Cuts the power of nodes: they die, and their filesystems lose what was not flushed. The receipt is a witness file that is gone.</summary>
/// <param name="kernel">The machine.</param>
/// <param name="nodes">By their names.</param>
/// <param name="diskOf">The disk of a node.</param>
/// <param name="starter">Starts them when the power is back.</param>
internal sealed class PowerInjector(
    IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, Func<Site, INodeDisk> diskOf, IStarter starter) : IInjector
{
    private readonly KillInjector _starts = new((node, cancellation) => starter.StartAsync((IWorldNode)node, StartHow.Again, cancellation));

    public FaultKind Kind => FaultKind.Power;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => DiskAbility.ProbeAsync(kernel, cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.CutPower cut => CutAsync([.. cut.Nodes.Select(id => nodes[id])], cut.Tail, cancellation),
        Fault.RestorePower restore => _starts.StartAsync(restore.Nodes.Select(INode (id) => nodes[id]), cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    /// <summary>All nodes take each step together: what one of them has not flushed, no other may learn and flush meanwhile.</summary>
    private async Task<FaultEffect> CutAsync(IWorldNode[] struck, PowerTail tail, CancellationToken cancellation)
    {
        var cuts = struck.ToDictionary(INode (node) => node, node => new PowerCut(kernel, node, diskOf(node.Site), tail));
        await Task.WhenAll(cuts.Values.Select(cut => cut.StopAsync(cancellation)));
        await Task.WhenAll(cuts.Values.Select(cut => cut.PlaceWitnessAsync(cancellation)));
        await Task.WhenAll(cuts.Values.Select(cut => cut.ShutDownAsync(cancellation)));
        return await Effects.OfAllAsync(struck, node => cuts[node].EndAsync(cancellation));
    }
}
