using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RaftTorture.Node.Security;

namespace RaftTorture.Node.Http;

/// <summary>One port of HTTP/1.1, with limits that a slow, greedy or crowding caller runs into.</summary>
/// <remarks>Kestrel itself, without the host, the container and the middleware around it: they cost start-up time and every request, and nothing here needs them.</remarks>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly HttpPaths _paths;

    /// <param name="endpoint">Address and port.</param>
    /// <param name="maxConnections">Callers beyond them are hung up on.</param>
    /// <param name="maxBodyBytes">Most bytes of a request's body.</param>
    /// <param name="tls">If given, a caller needs a certificate of the cluster's authority.</param>
    /// <param name="handle">Answers a request.</param>
    public HttpServer(IPEndPoint endpoint, int maxConnections, long maxBodyBytes, ClusterTls? tls, RequestDelegate handle)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        if (tls is not null)
            options.ApplicationServices = KestrelServices.ForTls();
        Limit(options.Limits, maxConnections, maxBodyBytes);
        options.Listen(endpoint, listen => Configure(listen, tls));
        var transport = new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _kestrel = new KestrelServer(Microsoft.Extensions.Options.Options.Create(options), transport, NullLoggerFactory.Instance);
        _paths = new HttpPaths(handle);
    }

    /// <exception cref="IOException">The port is in use.</exception>
    public Task StartAsync() => _kestrel.StartAsync(_paths, CancellationToken.None);

    /// <summary>Lets open requests end for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _kestrel.StopAsync(late.Token);
        _kestrel.Dispose();
    }

    private static void Limit(KestrelServerLimits limits, int maxConnections, long maxBodyBytes)
    {
        limits.MaxConcurrentConnections = maxConnections;
        limits.MaxRequestBodySize = maxBodyBytes;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    private static void Configure(ListenOptions listen, ClusterTls? tls)
    {
        listen.Protocols = HttpProtocols.Http1; // What a node offers is one request, one answer.
        if (tls is null)
            return;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(5),
            OnConnection = _ => new(tls.Server()),
        });
    }
}
