using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>The command line that starts a node.</summary>
internal static class NodeCommand
{
    /// <exception cref="ClusterException">The node's program is missing.</exception>
    public static ProcessStartInfo For(LocalNode node, IEnumerable<LocalNode> all, LocalNetwork network, LocalClusterOptions options) =>
        NodeBinary.ToStart(options.NodeBinary, Arguments(node, [.. all], network, options));

    private static IEnumerable<string> Arguments(LocalNode node, LocalNode[] all, LocalNetwork network, LocalClusterOptions options) =>
    [
        "--id", node.Id,
        "--data", node.DataDirectory,
        "--client-port", node.ClientAddress.Port.ToString(),
        "--peer-port", node.PeerAddress.Port.ToString(),
        .. all.Where(peer => peer != node).SelectMany(peer => Pair("--peer", peer, network[new Link(node.Id, peer.Id)].Address)),
        .. all.SelectMany(member => Pair("--client", member, member.ClientAddress.GetLeftPart(UriPartial.Authority))),
        "--cluster-id", options.RunId,
        "--parent-watch",
        .. options.ExtraNodeArguments,
    ];

    private static string[] Pair(string option, LocalNode node, object address) => [option, $"{node.Id}={address}"];
}
