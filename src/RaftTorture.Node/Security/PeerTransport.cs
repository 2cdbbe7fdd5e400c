using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RaftTorture.Raft;

namespace RaftTorture.Node.Security;

/// <summary>How bytes get from one peer to another: plain, or under mutual TLS.</summary>
internal sealed class PeerTransport(ClusterTls? tls, CalmLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Opens a connection to a peer, and under TLS makes sure that it is the one.</summary>
    /// <exception cref="IOException">It is not, or it hung up.</exception>
    public async Task<Stream> DialAsync(NodeId peer, DnsEndPoint address, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, stop);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var plain = new NetworkStream(socket, ownsSocket: true);
        return tls is null ? plain : await SecureAsync(plain, peer, address, tls, stop);
    }

    /// <summary>Takes up a connection. Under TLS also says whose certificate the caller has.</summary>
    /// <exception cref="AuthenticationException">It has none of the cluster's authority.</exception>
    public async Task<(Stream Stream, string? Name)> AcceptAsync(Socket socket, CancellationToken stop)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (tls is null)
            return (plain, null);
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(tls.Server(), stop);
            return (secure, ClusterTls.NameOf(secure.RemoteCertificate));
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, NodeId peer, DnsEndPoint address, ClusterTls security, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Patience);
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(security.Client(peer.ToString()), late.Token);
            return secure;
        }
        catch (Exception e)
        {
            await secure.DisposeAsync();
            if (e is not AuthenticationException)
                throw;
            log.Write($"{address.Host}:{address.Port} has no certificate of {peer} by this cluster's authority: {e.Message}");
            throw new IOException(e.Message, e);
        }
    }
}
