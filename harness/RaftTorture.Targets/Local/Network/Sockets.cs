using System.Net;
using System.Net.Sockets;

namespace RaftTorture.Targets.Local.Network;

/// <summary>The few things that the proxy and its probes do with loopback TCP sockets.</summary>
internal static class Sockets
{
    /// <summary>Kernel buffer of each end: small, so that little hides where no shape reaches it.</summary>
    private const int KernelBytes = 64 * 1024;

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
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
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
