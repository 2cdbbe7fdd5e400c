using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Connects from inside of each node's network to a port of the other, and hangs up.</summary>
/// <param name="Tries">Connections at once on each link: one may be lost by bad luck.</param>
/// <param name="PatienceMs">How long each may take, milliseconds.</param>
internal sealed record ProbeConnections(ImmutableArray<ProbedNode> Nodes, ImmutableArray<Link> Links, int Port, int Tries, int PatienceMs)
    : KernelRequest<ConnectionReport>
{
    protected override Task<ConnectionReport> PerformAsync(Workshop workshop, CancellationToken cancellation) => NodeNetworks.UseAsync(
        [.. Nodes.Where(node => Links.Any(link => link.From == node.Node || link.To == node.Node))], networks => TryAllAsync(networks, cancellation), cancellation);

    private async Task<ConnectionReport> TryAllAsync(NodeNetworks networks, CancellationToken cancellation)
    {
        var tries = Links.Where(link => networks.Addresses.ContainsKey(link.From) && networks.Addresses.ContainsKey(link.To))
            .SelectMany(link => Enumerable.Repeat(link, Tries));
        return new ConnectionReport([.. await Task.WhenAll(tries.Select(link => TryAsync(networks, link, cancellation)))]);
    }

    private async Task<ConnectionSeen> TryAsync(NodeNetworks networks, Link link, CancellationToken cancellation)
    {
        using var socket = networks.Open(link.From, SocketType.Stream);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(PatienceMs);
        var start = Stopwatch.GetTimestamp();
        var outcome = await ConnectAsync(socket, new IPEndPoint(networks.Addresses[link.To], Port), deadline.Token);
        cancellation.ThrowIfCancellationRequested();
        return new ConnectionSeen(link, outcome, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3));
    }

    private static async Task<ConnectionOutcome> ConnectAsync(Socket socket, IPEndPoint target, CancellationToken deadline)
    {
        try
        {
            await socket.ConnectAsync(target, deadline);
            return ConnectionOutcome.Connected;
        }
        catch (OperationCanceledException)
        {
            return ConnectionOutcome.Silent;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset ? ConnectionOutcome.Refused : ConnectionOutcome.Silent;
        }
    }
}
