using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>Opens connections to the engine's socket, of whatever kind it is.</summary>
internal sealed class EngineConnector(EngineAddress address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A handler whose connections all go to the engine, whatever the URI says.</summary>
    public SocketsHttpHandler NewHandler(Action<Socket>? onConnect = null) => new()
    {
        ConnectTimeout = Patience,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        ConnectCallback = async (_, cancellation) => await ConnectAsync(onConnect, cancellation),
    };

    private async Task<Stream> ConnectAsync(Action<Socket>? onConnect, CancellationToken cancellation)
    {
        var socket = address.IsLocal
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellation);
            onConnect?.Invoke(socket);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return address.Tls is null ? stream : await SecureAsync(stream, address.Tls, cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, EngineTls tls, CancellationToken cancellation)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(tls.ToOptions(((DnsEndPoint)address.EndPoint).Host), cancellation);
        return secure;
    }
}
