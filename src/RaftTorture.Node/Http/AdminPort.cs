using System.Net;
using Microsoft.AspNetCore.Http;
using RaftTorture.Node.Options;
using RaftTorture.Node.Security;

namespace RaftTorture.Node.Http;

/// <summary>The port for operators: apart from the clients', so that their crowd cannot lock an operator out, and closed to whoever has no token.</summary>
internal static class AdminPort
{
    private const int MaxConnections = 16;
    private const long MaxBodyBytes = 16 * 1024;

    public static HttpServer Open(NodePorts ports, ClusterTls? tls, AdminToken token, AdminEndpoints endpoints) =>
        new(new IPEndPoint(ports.AdminBind, ports.AdminPort), MaxConnections, MaxBodyBytes, tls, context =>
            token.Admits(context.Request.Headers.Authorization) ? Handle(context, endpoints) : RefuseAsync(context));

    private static Task Handle(HttpContext context, AdminEndpoints endpoints) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", "/transfer") => endpoints.TransferAsync(context),
        ("POST", "/members") => endpoints.ChangeMembersAsync(context),
        ("POST", "/snapshot") => endpoints.SnapshotAsync(context),
        ("GET", "/members") => endpoints.MembersAsync(context),
        _ => Plain.AnswerAsync(context, StatusCodes.Status404NotFound, "this port knows POST /transfer, POST /members, POST /snapshot and GET /members"),
    };

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Plain.AnswerAsync(context, StatusCodes.Status401Unauthorized, "this port wants the header Authorization: Bearer TOKEN");
    }
}
