using System.Net;

namespace RaftTorture.Node.Options;

/// <summary>Where a node listens. A port of 0 is not given.</summary>
internal sealed record NodePorts
{
    /// <summary>Address of the client and the peer port.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Of the HTTP interface.</summary>
    public int ClientPort { get; init; }

    /// <summary>On which peers speak to this node.</summary>
    public int PeerPort { get; init; }

    /// <summary>Where peers that know no address of this node shall answer it; null if they have to be told otherwise.</summary>
    public DnsEndPoint? Advertised { get; init; }

    public IPAddress AdminBind { get; init; } = IPAddress.Loopback;

    public int AdminPort { get; init; }

    /// <summary>The file whose text an operator must present.</summary>
    public string? AdminTokenFile { get; init; }

    /// <summary>The environment variable that holds what an operator must present, instead of a file.</summary>
    public string? AdminTokenVariable { get; init; }

    /// <summary>Most client connections at a time.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>What is told to peers: as given, or the bound address if others can reach it by that name.</summary>
    public DnsEndPoint? Reachable =>
        Advertised ?? (Bind.Equals(IPAddress.Any) || Bind.Equals(IPAddress.IPv6Any) ? null : new DnsEndPoint($"{Bind}", PeerPort));
}
