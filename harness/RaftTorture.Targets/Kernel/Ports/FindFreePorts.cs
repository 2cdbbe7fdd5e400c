using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Ports;

/// <summary>Finds TCP ports that nobody listens on. They are not held: the one who asked must take them soon, and may be refused.</summary>
/// <param name="Count">How many.</param>
/// <param name="Place">Where in the range the search begins: those who search at the same time should not name the same.</param>
/// <remarks>They are below those that Linux gives to outgoing connections (from 32768), and so stay free while a node is down.</remarks>
internal sealed record FindFreePorts(int Count, int Place) : KernelRequest<FreePorts>
{
    private const int First = 20_000;
    private const int Room = 12_000;

    protected override Task<FreePorts> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        ImmutableArray<int> free = [.. Enumerable.Range(0, Room).Select(step => First + (Place + step) % Room).Where(IsFree).Take(Count)];
        return free.Length == Count
            ? Task.FromResult(new FreePorts(free))
            : throw new KernelException($"of the ports from {First} to {First + Room - 1} only {free.Length} are free: {Count} are needed");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

internal sealed record FreePorts(ImmutableArray<int> Ports);
