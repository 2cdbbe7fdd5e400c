using System.Net;

namespace RaftTorture.Targets.Worlds;

/// <summary>Where a node lives in its world.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Its own address on the cluster's bridge: it keeps it over all its lives. Its peers and the faults use it.</param>
/// <param name="DataDirectory">Its data as the node itself names the directory.</param>
internal sealed record Site(string Node, IPAddress Address, string DataDirectory)
{
    /// <summary>Where the harness and its clients reach it, if its address is not reachable from where they are; else null.</summary>
    public PublishedPorts? Published { get; init; }

    /// <summary>What the harness and its clients, and nobody else, connect to for a port of the node: <c>host:port</c>.</summary>
    public string ReachOf(int port) => Published?.AuthorityOf(port) ?? $"{Address}:{port}";
}
