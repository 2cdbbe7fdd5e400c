using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Namespaces;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Connects from inside of each node's network to a port of the other, and hangs up.</summary>
/// <param name="Tries">Connections at once on each link: one may be lost by bad luck.</param>
/// <param name="PatienceMs">How long each may take, milliseconds.</param>
internal sealed record ProbeConnections(ImmutableArray<ProbedNode> Nodes, ImmutableArray<Link> Links, int Port, int Tries, int PatienceMs)
    : KernelRequest<ConnectionReport>
{
    protected override async Task<ConnectionReport> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var nodes = Nodes.ToDictionary(node => node.Node);
        var tries = Links.Where(link => nodes.ContainsKey(link.From) && nodes.ContainsKey(link.To)).SelectMany(link => Enumerable.Repeat(link, Tries));
        var seen = await Task.WhenAll(tries.Select(link => TryAsync(link, nodes[link.From], IPAddress.Parse(nodes[link.To].Address), cancellation)));
        return new ConnectionReport([.. seen.OfType<ConnectionSeen>()]);
    }

    /// <returns>Null if the node has no network just then.</returns>
    private async Task<ConnectionSeen?> TryAsync(Link link, ProbedNode from, IPAddress to, CancellationToken cancellation)
    {
        using var socket = Open(from);
        if (socket is null)
            return null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(PatienceMs);
        var start = Stopwatch.GetTimestamp();
        var outcome = await ConnectAsync(socket, new IPEndPoint(to, Port), deadline.Token);
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

    private static Socket? Open(ProbedNode node)
    {
        try
        {
            return NamespaceThread.Do(node.Namespace, () => Bind(IPAddress.Parse(node.Address)));
        }
        catch (Exception gone) when (gone is KernelException or SocketException)
        {
            return null;
        }
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
