using System.Net;

namespace RaftTorture.Targets.Worlds;

/// <summary>Where a node lives in its world.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Its own address on the cluster's bridge: it keeps it over all its lives.</param>
/// <param name="DataDirectory">Its data as the node itself names the directory.</param>
internal sealed record Site(string Node, IPAddress Address, string DataDirectory);
