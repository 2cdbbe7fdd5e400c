using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace RaftTorture.Node.Http;

/// <summary>Kestrel's HTTPS asks a container for services of its own that nobody else can make: so, under TLS only, it gets one.</summary>
internal static class KestrelServices
{
    public static IServiceProvider ForTls()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        return builder.Build().Services;
    }
}
