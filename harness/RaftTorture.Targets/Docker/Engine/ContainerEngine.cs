using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>
/// A container engine, spoken to over the Docker Engine API (docs.docker.com/reference/api/engine), 1.40 or newer: Docker's own, or Podman's
/// service. Each noun of the API has a small class; they share one connection pool.
/// </summary>
internal sealed class ContainerEngine : IDisposable
{
    private readonly EngineHttp _http;

    private ContainerEngine(EngineHttp http, EngineVersion version)
    {
        _http = http;
        Version = version;
        Images = new Images(http);
        Networks = new Networks(http);
        Containers = new Containers(http);
        Volumes = new Volumes(http);
        Execs = new Execs(http);
        Events = new Events(http);
    }

    public EngineVersion Version { get; }

    public EngineAddress Address => _http.Address;

    public Images Images { get; }

    public Networks Networks { get; }

    public Containers Containers { get; }

    public Volumes Volumes { get; }

    public Execs Execs { get; }

    public Events Events { get; }

    /// <summary>Connects to the engine that the environment names, and agrees with it on a version of the API.</summary>
    /// <exception cref="EngineException">There is none, or it is too old: what to do.</exception>
    public static Task<ContainerEngine> ConnectAsync(CancellationToken cancellation) => ConnectAsync(EngineAddress.OfEnvironment(), cancellation);

    /// <inheritdoc cref="ConnectAsync(CancellationToken)"/>
    public static async Task<ContainerEngine> ConnectAsync(EngineAddress address, CancellationToken cancellation)
    {
        var http = new EngineHttp(address);
        try
        {
            var version = await http.GetAsync("/version", EngineJson.Default.EngineVersion, cancellation);
            http.Prefix = ApiVersion.Agree(version);
            return new ContainerEngine(http, version);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>What the engine's machine is like.</summary>
    public Task<EngineInfo> InfoAsync(CancellationToken cancellation) => _http.GetAsync("/info", EngineJson.Default.EngineInfo, cancellation);

    public void Dispose() => _http.Dispose();
}
