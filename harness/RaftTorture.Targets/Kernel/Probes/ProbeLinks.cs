using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Sends datagrams from inside of each node's network to the other's and tells what became of them.</summary>
/// <remarks>To whatever stands between the nodes they are packets of the nodes: nothing can let them through and hold up the nodes' own.</remarks>
internal sealed record ProbeLinks(ImmutableArray<ProbedNode> Nodes, ImmutableArray<Link> Links, ProbeTrain Train) : KernelRequest<ProbeReport>
{
    // On a thread of its own: it waits by the microsecond, and the pool has better to do.
    protected override Task<ProbeReport> PerformAsync(Workshop workshop, CancellationToken cancellation) => NodeNetworks.UseAsync(
        [.. Nodes.Where(IsOfInterest)],
        networks => Task.Factory.StartNew(() => Send(networks, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default),
        cancellation);

    private ProbeReport Send(NodeNetworks networks, CancellationToken cancellation)
    {
        using var sockets = NodeSockets.Open(networks);
        var run = new ProbeRun(sockets.All, Links, Train);
        run.Play(cancellation);
        return new ProbeReport(run.Seen, networks.Absent);
    }

    private bool IsOfInterest(ProbedNode node) => Links.Any(link => link.From == node.Node || link.To == node.Node);
}
