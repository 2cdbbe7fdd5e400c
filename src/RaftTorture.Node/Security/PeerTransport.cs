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

    /// <summary>
    /// A dial that nobody answers is given up, to be made anew: the system's own tries are ever further apart, so that a peer that is back
    /// would not be found for a minute.
    /// </summary>
    private static readonly TimeSpan DialPatience = TimeSpan.FromSeconds(1);

    /// <summary>For the same reason a connection ends on which nothing was acknowledged for so long.</summary>
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(3);

    /// <summary>Opens a connection to a peer, and under TLS makes sure that it is the one.</summary>
    /// <exception cref="IOException">It is not, or it hung up.</exception>
    /// <exception cref="OperationCanceledException">Nobody answered.</exception>
    public async Task<Stream> DialAsync(NodeId peer, DnsEndPoint address, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(DialPatience);
        try
        {
            EndWhenSilent(socket);
            await socket.ConnectAsync(address, late.Token);
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

    /// <summary>TCP_USER_TIMEOUT (tcp(7)): Linux has it, and elsewhere a broken link takes longer to be noticed.</summary>
    private static void EndWhenSilent(Socket socket)
    {
        const int tcp = 6, userTimeout = 18;
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(tcp, userTimeout, BitConverter.GetBytes((int)SilencePatience.TotalMilliseconds));
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
