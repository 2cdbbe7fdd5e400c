using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>The command line that starts a node.</summary>
internal static class NodeCommand
{
    /// <exception cref="ClusterException">The node's program is missing.</exception>
    public static ProcessStartInfo For(LocalNode node, IEnumerable<LocalNode> all, LocalNetwork network, AdminToken token, LocalClusterOptions options) =>
        NodeBinary.ToStart(
            options.NodeBinary,
            [.. Basic(node, [.. all], network, options), .. Admin(node, token, options), .. Snapshots(options), .. options.ExtraNodeArguments]);

    private static IEnumerable<string> Basic(LocalNode node, LocalNode[] all, LocalNetwork network, LocalClusterOptions options) =>
    [
        "--id", node.Id,
        "--data", node.DataDirectory,
        "--client-port", node.ClientAddress.Port.ToString(),
        "--peer-port", node.PeerAddress.Port.ToString(),
        .. all.Where(peer => peer != node).SelectMany(peer => Pair("--peer", peer, network[new Link(node.Id, peer.Id)].Address)),
        .. all.SelectMany(member => Pair("--client", member, member.ClientAddress.GetLeftPart(UriPartial.Authority))),
        "--cluster-id", options.RunId,
        "--parent-watch",
    ];

    private static string[] Admin(LocalNode node, AdminToken token, LocalClusterOptions options) => options.Abilities.HasAdminPort
        ? [NodeAbilities.AdminPort, node.AdminAddress.Port.ToString(), NodeAbilities.AdminTokenFile, token.Path]
        : [];

    /// <summary>Little is kept behind a snapshot, so that a follower that was away for a moment is sent one.</summary>
    private static IEnumerable<string> Snapshots(LocalClusterOptions options) =>
        options is { Abilities.Compacts: true, SnapshotThreshold: { } entries }
            ? [.. Unless(NodeAbilities.SnapshotThreshold, entries, options), .. Unless(NodeAbilities.EntriesKept, entries / 10, options)]
            : [];

    /// <summary>What a person asks of the nodes by name stands.</summary>
    private static string[] Unless(string option, int value, LocalClusterOptions options) =>
        options.ExtraNodeArguments.Contains(option) ? [] : [option, value.ToString()];

    private static string[] Pair(string option, LocalNode node, object address) => [option, $"{node.Id}={address}"];
}
