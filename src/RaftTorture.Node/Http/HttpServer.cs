using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RaftTorture.Node.Http;

/// <summary>Kestrel on loopback with this node's few paths.</summary>
internal static class HttpServer
{
    /// <summary>Most bytes of a request's body: a key and a value with room for JSON.</summary>
    private const long MaxBodyBytes = 8 * 1024 * 1024;

    /// <param name="stopsAtSignals">Whether Ctrl-C and SIGTERM stop it, in good order.</param>
    public static WebApplication Build(int port, bool stopsAtSignals, KvEndpoint kv, ObserverEndpoints observers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        if (!stopsAtSignals)
            builder.Services.AddSingleton<IHostLifetime, DeafLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(context => (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/kv") => kv.HandleAsync(context),
            ("GET", "/healthz") => ObserverEndpoints.HealthAsync(context),
            ("GET", "/status") => observers.StatusAsync(context),
            ("GET", "/metrics") => observers.MetricsAsync(context),
            _ => NotFoundAsync(context),
        });
        return app;
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("this node knows POST /kv, GET /healthz, GET /status and GET /metrics\n");
    }
}
