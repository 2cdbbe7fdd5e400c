using System.Net;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv;
using RaftTorture.Node.Options;
using RaftTorture.Node.Security;

namespace RaftTorture.Node.Http;

/// <summary>The port for clients and observers.</summary>
internal static class ClientPort
{
    public static HttpServer Open(NodePorts ports, ClusterTls? tls, KvEndpoint kv, ObserverEndpoints observers) =>
        new(new IPEndPoint(ports.Bind, ports.ClientPort), ports.MaxConnections, KvLimits.MaxRequestBytes, tls, context => (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/kv") => kv.HandleAsync(context),
            ("GET", "/healthz") => ObserverEndpoints.HealthAsync(context),
            ("GET", "/status") => observers.StatusAsync(context),
            ("GET", "/metrics") => observers.MetricsAsync(context),
            _ => Plain.AnswerAsync(context, StatusCodes.Status404NotFound, "this node knows POST /kv, GET /healthz, GET /status and GET /metrics"),
        });
}
