using RaftTorture.Scenarios;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds.Network;

namespace RaftTorture.Targets.Worlds;

/// <summary>What an injector may be made of.</summary>
/// <param name="World">It is prepared.</param>
/// <param name="Nodes">By their names.</param>
/// <param name="Starter">Starts nodes.</param>
/// <param name="Dice">For what a fault leaves to chance.</param>
internal sealed record Surroundings(IWorld World, ISystem System, IReadOnlyDictionary<string, IWorldNode> Nodes, IStarter Starter, Dice Dice)
{
    public IKernel Kernel => World.Kernel;

    /// <summary>Its links: one for all injectors, for partitions and packet faults must know of each other.</summary>
    public KernelNetwork Network => field ??= new KernelNetwork(World.Kernel, Nodes, System.PeerPort, unchecked((long)Dice.Fork("packets").Bits()));

    /// <summary>The same nodes, as those injectors know them that work in every world.</summary>
    public IReadOnlyDictionary<string, INode> AnyNodes => Nodes.ToDictionary(node => node.Key, INode (node) => node.Value);

    /// <exception cref="ArgumentException">The cluster has no such node.</exception>
    public IWorldNode Named(string id) => Nodes.TryGetValue(id, out var node) ? node : throw new ArgumentException($"the cluster has no node {id}");

    /// <inheritdoc cref="Named(string)"/>
    public IWorldNode[] Named(IReadOnlyList<string> ids) => [.. ids.Select(Named)];
}
