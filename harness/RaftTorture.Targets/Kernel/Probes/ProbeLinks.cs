using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Sends datagrams from inside of each node's network to the other's and tells what became of them.</summary>
/// <remarks>To whatever stands between the nodes they are packets of the nodes: nothing can let them through and hold up the nodes' own.</remarks>
internal sealed record ProbeLinks(ImmutableArray<ProbedNode> Nodes, ImmutableArray<Link> Links, ProbeTrain Train) : KernelRequest<ProbeReport>
{
    /// <summary>On a thread of its own: it waits by the microsecond, and the pool has better to do.</summary>
    protected override Task<ProbeReport> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Send(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ProbeReport Send(CancellationToken cancellation)
    {
        using var sockets = NodeSockets.Open(Nodes);
        var run = new ProbeRun(sockets.All, Links, Train);
        run.Play(cancellation);
        return new ProbeReport(run.Seen, sockets.Absent);
    }
}
