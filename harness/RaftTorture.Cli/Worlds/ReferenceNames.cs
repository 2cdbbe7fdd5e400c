using System.Globalization;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Worlds;

/// <summary>What a plan means to the reference node, in any world.</summary>
public static class ReferenceNames
{
    /// <summary>The reference node knows servers by number; another node may know better.</summary>
    /// <exception cref="PlanException">A name that the reference node would not take.</exception>
    public static void Demand(Plan plan)
    {
        foreach (var name in plan.Nodes)
        {
            if (!name.StartsWith('n') || !int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                throw new PlanException($"the reference node cannot be called '{name}': name nodes n1, n2, ...");
        }
    }

    /// <summary>What the plan's workload keeps in a key.</summary>
    public static ValueShape ShapeOf(Plan plan) => plan.Workload == RegisterWorkload.Name ? ValueShape.Scalar : ValueShape.List;
}
