using System.Net;
using Microsoft.AspNetCore.Http;
using RaftTorture.Node.Options;
using RaftTorture.Node.Security;

namespace RaftTorture.Node.Http;

/// <summary>The port for clients and observers.</summary>
internal static class ClientPort
{
    /// <summary>Most bytes of a request's body: a key and a value with room for JSON.</summary>
    private const long MaxBodyBytes = 8 * 1024 * 1024;

    public static HttpServer Open(NodePorts ports, ClusterTls? tls, KvEndpoint kv, ObserverEndpoints observers) =>
        new(new IPEndPoint(ports.Bind, ports.ClientPort), ports.MaxConnections, MaxBodyBytes, tls, context => (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/kv") => kv.HandleAsync(context),
            ("GET", "/healthz") => ObserverEndpoints.HealthAsync(context),
            ("GET", "/status") => observers.StatusAsync(context),
            ("GET", "/metrics") => observers.MetricsAsync(context),
            _ => Plain.AnswerAsync(context, StatusCodes.Status404NotFound, "this node knows POST /kv, GET /healthz, GET /status and GET /metrics"),
        });
}
