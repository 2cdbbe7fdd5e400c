using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Networks;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker.Nodes;

/// <summary>What the container of one life of a node is made from.</summary>
internal static class NodeContainer
{
    /// <summary>Where a node's volume is mounted in it. The data are in a directory below: the top of a file system of its own has other things too.</summary>
    public const string DiskPath = "/var/lib/raft";

    /// <summary>What the node is told.</summary>
    public const string DataDirectory = $"{DiskPath}/data";

    /// <param name="image">The image.</param>
    /// <param name="site">Where it lives.</param>
    /// <param name="launch">Its command line.</param>
    /// <param name="network">The network.</param>
    /// <param name="volume">With its data.</param>
    /// <param name="sysctls">Of its network namespace.</param>
    /// <param name="labels">Of the run.</param>
    public static ContainerSpec Of(
        string image, Site site, NodeLaunch launch, ClusterNetwork network, string volume, ImmutableSortedDictionary<string, string> sysctls, RunLabels labels) => new()
        {
            Image = image,
            Hostname = site.Node,
            Entrypoint = launch.Program.IsEmpty ? null : launch.Program,
            Cmd = launch.Arguments,
            Env = [.. launch.Environment.Select(each => $"{each.Key}={each.Value}")],
            Labels = labels.OfNode(site.Node),
            ExposedPorts = network.Reach.BindingsOf(site)?.ToImmutableSortedDictionary(port => port.Key, _ => Nothing.AtAll),
            HostConfig = new HostSpec
            {
                NetworkMode = network.Name,
                PortBindings = network.Reach.BindingsOf(site),
                Mounts = [new MountSpec("volume", volume, DiskPath)],
                Sysctls = sysctls.IsEmpty ? null : sysctls,
                // Restarts are the harness's: one that the engine makes would be a life that nobody has seen begin.
                RestartPolicy = RestartPolicySpec.Never,
            },
            NetworkingConfig = new NetworkingSpec(ImmutableSortedDictionary<string, EndpointSpec>.Empty.Add(
                network.Name, new EndpointSpec { IPAMConfig = new EndpointAddress(site.Address.ToString()), Aliases = [site.Node] })),
        };

    /// <summary>One that is never started: to reach what is in a volume.</summary>
    public static ContainerSpec ToReach(string volume, string image, RunLabels labels) => new()
    {
        Image = image,
        Cmd = ["none"],
        Labels = labels.All,
        HostConfig = new HostSpec { NetworkMode = "none", Mounts = [new MountSpec("volume", volume, DiskPath)] },
    };
}
