using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Makes disks full, slow, hung or failing under running nodes. The receipt is what becomes of a block that the harness itself writes there.</summary>
/// <param name="kernel">The machine.</param>
/// <param name="nodes">By their names.</param>
/// <param name="diskOf">The disk of a node.</param>
/// <param name="starter">Starts those that gave up.</param>
internal sealed class DiskInjector(
    IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, Func<Site, INodeDisk> diskOf, IStarter starter) : IInjector
{
    private readonly DiskBreaker _breaker = new(kernel, diskOf);
    private readonly DiskMender _mender = new(kernel, diskOf, starter);

    public FaultKind Kind => FaultKind.Disk;

    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) => DiskAbility.ProbeAsync(kernel, cancellation);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.BreakDisk harm => Effects.OfAllAsync(Named(harm.Nodes), node => BreakAsync((IWorldNode)node, harm, cancellation)),
        Fault.MendDisk mend => Effects.OfAllAsync(Named(mend.Nodes), node => _mender.MendAsync((IWorldNode)node, cancellation)),
        _ => throw new UnreachableException($"{fault}"),
    };

    private IWorldNode[] Named(IEnumerable<string> names) => [.. names.Select(name => nodes[name])];

    private async Task<FaultEffect> BreakAsync(IWorldNode node, Fault.BreakDisk harm, CancellationToken cancellation)
    {
        if (!diskOf(node.Site).IsOwnFilesystem)
            return new FaultEffect(false, $"{node.Id}: its data are on no filesystem of their own, which could be broken");
        if (node.Life is not { IsAlive: true } life)
            return new FaultEffect(false, $"{node.Id} is down: nobody uses its disk");
        try
        {
            return await _breaker.BreakAsync(node, life, harm, cancellation);
        }
        catch (KernelException refused)
        {
            return new FaultEffect(false, $"{node.Id}: {refused.Message}");
        }
    }
}
