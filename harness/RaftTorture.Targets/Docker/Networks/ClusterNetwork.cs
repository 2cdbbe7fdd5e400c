using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Runs;

namespace RaftTorture.Targets.Docker.Networks;

/// <summary>The private network of a cluster: one bridge, where the engine can with no way out of it but to the machine that it is on.</summary>
internal sealed record ClusterNetwork(string Name, Subnet Subnet, Reach Reach)
{
    private const int MostTries = 64;

    /// <summary>Makes it with addresses that are free, which is found by trying.</summary>
    /// <exception cref="ClusterException">None is free.</exception>
    /// <exception cref="EngineException">The engine refuses for another reason.</exception>
    public static async Task<ClusterNetwork> CreateAsync(ContainerEngine engine, Reach reach, RunLabels labels, CancellationToken cancellation)
    {
        var name = $"{labels.Prefix}-net";
        EngineException? last = null;
        foreach (var subnet in Subnet.From(Random.Shared.Next(256)).Where(each => !each.IsOnThisMachine).Take(MostTries))
        {
            try
            {
                await engine.Networks.CreateAsync(SpecOf(name, subnet, isInternal: CanBeInternal(engine, reach), labels), cancellation);
                return new ClusterNetwork(name, subnet, reach);
            }
            catch (EngineException taken) when (IsTaken(taken))
            {
                last = taken;
            }
        }

        throw new ClusterException("no addresses of 198.18.0.0/16 are free for a network of the cluster: raft-torture clean, or docker network prune", last);
    }

    /// <summary>Whether the nodes can be reached from here by their addresses, if that is the way: once one of them runs, this machine has the bridge's own.</summary>
    /// <exception cref="ClusterException">They cannot.</exception>
    public void DemandReach(ContainerEngine engine)
    {
        if (Reach is Reach.Direct && !Subnet.IsOnThisMachine)
            throw new ClusterException($"the containers of the engine at {engine.Address.Text} cannot be reached from here by their addresses: run the harness on the Linux machine that runs the engine");
    }

    /// <remarks>Podman gives the bridge of an internal network no address: this machine could not reach the nodes. And no engine publishes ports of one.</remarks>
    private static bool CanBeInternal(ContainerEngine engine, Reach reach) => reach is Reach.Direct && !engine.Version.IsPodman;

    private static NetworkSpec SpecOf(string name, Subnet subnet, bool isInternal, RunLabels labels) => new()
    {
        Name = name,
        Internal = isInternal,
        IPAM = new IpamSpec { Config = [new SubnetSpec(subnet.ToString()) { Gateway = subnet.Gateway.ToString() }] },
        Labels = labels.All,
    };

    /// <summary>Docker says that the pool overlaps, Podman that the subnet is in use.</summary>
    private static bool IsTaken(EngineException refusal) =>
        refusal.Message.Contains("overlap", StringComparison.OrdinalIgnoreCase) || refusal.Message.Contains("already used", StringComparison.OrdinalIgnoreCase)
        || refusal.Message.Contains("being used", StringComparison.OrdinalIgnoreCase);
}
