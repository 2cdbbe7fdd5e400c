using System.Net.Sockets;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>Where the container engine listens.</summary>
/// <param name="Text">As a person would write it in <c>DOCKER_HOST</c>.</param>
/// <param name="EndPoint">What to connect to.</param>
/// <param name="Tls">How to prove who we are and whom we speak to; null for plain HTTP.</param>
internal sealed record EngineAddress(string Text, System.Net.EndPoint EndPoint, EngineTls? Tls = null)
{
    public const string HostVariable = "DOCKER_HOST";
    private const string DefaultHost = "unix:///var/run/docker.sock";
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    /// <summary>True if it is a socket in the file system: the engine is then on this machine, or in a virtual machine of it.</summary>
    public bool IsLocal => EndPoint is UnixDomainSocketEndPoint;

    /// <summary>What to do if nobody answers there.</summary>
    public string Remedy => IsLocal
        ? $"start the engine (systemctl start docker, or dockerd), or point {HostVariable} to it"
        : $"start the engine there, or unset {HostVariable} to use the one of this machine";

    /// <summary>From <c>DOCKER_HOST</c>, <c>DOCKER_TLS_VERIFY</c> and <c>DOCKER_CERT_PATH</c>, as the docker command reads them.</summary>
    /// <exception cref="EngineException">They name what is not supported.</exception>
    public static EngineAddress OfEnvironment()
    {
        var host = Environment.GetEnvironmentVariable(HostVariable);
        return Parse(string.IsNullOrEmpty(host) ? DefaultHost : host, EngineTls.OfEnvironment());
    }

    /// <exception cref="EngineException">It is of another kind.</exception>
    public static EngineAddress Parse(string host, EngineTls? tls = null)
    {
        if (!Uri.TryCreate(host, UriKind.Absolute, out var uri))
            throw new EngineException($"{HostVariable}={host} is not an address: unix:///path or tcp://host:port");
        return uri.Scheme switch
        {
            "unix" => new EngineAddress(host, new UnixDomainSocketEndPoint(uri.AbsolutePath)),
            "tcp" or "http" or "https" => new EngineAddress(host, new System.Net.DnsEndPoint(uri.IdnHost, PortOf(uri, tls)), tls),
            "npipe" => throw new EngineException($"{HostVariable}={host}: named pipes are not supported; let the engine listen on tcp://localhost:{PlainPort}"),
            "ssh" => throw new EngineException($"{HostVariable}={host}: forward the socket (ssh -L /tmp/docker.sock:/var/run/docker.sock ...) and name that"),
            _ => throw new EngineException($"{HostVariable}={host}: only unix:///path and tcp://host:port are supported"),
        };
    }

    /// <summary>As of <c>tcp</c>, which has no usual port: a port is then one that was written.</summary>
    private static int PortOf(Uri uri, EngineTls? tls) =>
        new Uri($"tcp://{uri.OriginalString[(uri.Scheme.Length + 3)..]}").Port is > 0 and var port ? port : tls is null ? PlainPort : TlsPort;
}
