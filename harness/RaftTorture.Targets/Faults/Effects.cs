using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Joins what was seen of several nodes into one effect.</summary>
internal static class Effects
{
    /// <summary>Does something to all nodes at once. Confirmed if it was on each; the evidence is in the order of the nodes, the time that of the slowest.</summary>
    public static async Task<FaultEffect> OfAllAsync<TNode>(IEnumerable<TNode> nodes, Func<TNode, Task<FaultEffect>> apply)
        where TNode : INode
    {
        var effects = await Task.WhenAll(nodes.Select(apply));
        return new FaultEffect(
            effects.Length > 0 && effects.All(effect => effect.Confirmed),
            effects.Length > 0 ? string.Join("; ", effects.Select(effect => effect.Evidence)) : "no node was named")
        {
            TookMs = effects.Max(effect => effect.TookMs),
        };
    }
}
