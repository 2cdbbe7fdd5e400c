using System.Net;
using System.Net.Sockets;

namespace RaftTorture.Targets.Local.Network;

/// <summary>The few things that the proxy and its probes do with loopback TCP sockets.</summary>
internal static class Sockets
{
    /// <summary>Kernel buffer of each end: small, so that little hides where no shape reaches it.</summary>
    private const int KernelBytes = 64 * 1024;

    /// <summary>Opens a socket and closes it: the code for that is loaded now, which needs a descriptor, and not when there is none left.</summary>
    static Sockets()
    {
        using var rehearsal = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        rehearsal.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        rehearsal.Listen();
    }

    public static Socket Create() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveBufferSize = KernelBytes,
        SendBufferSize = KernelBytes,
    };

    /// <summary>Listens on a loopback port that the operating system chooses.</summary>
    public static Socket Listen()
    {
        var listener = Create();
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Listens on so many ports, or on none: they are all there before the first accepts, because to end an accept takes a thread,
    /// and a thread takes a descriptor.</summary>
    /// <exception cref="SocketException">There are not so many.</exception>
    public static IReadOnlyList<Socket> Listen(int count)
    {
        var listeners = new List<Socket>(count);
        try
        {
            while (listeners.Count < count)
                listeners.Add(Listen());
            return listeners;
        }
        catch (SocketException)
        {
            listeners.ForEach(static listener => listener.Dispose());
            throw;
        }
    }

    extension(Socket socket)
    {
        public IPEndPoint Here => (IPEndPoint)socket.LocalEndPoint!;

        /// <summary>Closes with a reset: the other end gets an error, not an end of stream.</summary>
        public void Abort()
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // It is closed already, by the other end or by us: there is nobody left to reset.
            }

            socket.Dispose();
        }

        public async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
        }
    }
}
