using System.Net;
using System.Net.Sockets;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>A loopback port for a node, chosen by the operating system, that nobody else gets while the node is down.</summary>
/// <remarks>
/// On Linux the reserving socket stays bound and never listens: with SO_REUSEADDR on both, which .NET sets on every TCP
/// socket that it binds, the node can listen on the port, and the kernel does not hand it to an outgoing connection meanwhile.
/// Elsewhere two sockets cannot share an address so, and the port is merely found free and let go.
/// </remarks>
internal sealed class PortReservation : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PortReservation()
    {
        try
        {
            _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
        catch (SocketException)
        {
            _holder.Dispose();
            throw;
        }

        Address = (IPEndPoint)_holder.LocalEndPoint!;
    }

    public IPEndPoint Address { get; }

    /// <summary>To be called when all ports are chosen, before the first node starts.</summary>
    public void MakeWay()
    {
        if (!OperatingSystem.IsLinux())
            _holder.Dispose();
    }

    public void Dispose() => _holder.Dispose();
}
