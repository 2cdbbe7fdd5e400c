using System.Globalization;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli;

/// <summary>What a plan means to the <c>local</c> world.</summary>
public static class LocalWorld
{
    /// <summary>The reference node knows servers by number; another node may know better.</summary>
    /// <exception cref="PlanException">A name that the reference node would not take.</exception>
    public static void DemandNames(Plan plan)
    {
        foreach (var name in plan.Nodes)
        {
            if (!name.StartsWith('n') || !int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                throw new PlanException($"the reference node cannot be called '{name}': name nodes n1, n2, ...");
        }
    }

    /// <param name="abilities">Of the node's program.</param>
    public static LocalClusterOptions Options(Plan plan, RunDirectory directory, string nodeBinary, NodeAbilities abilities) => new()
    {
        Nodes = plan.Nodes,
        RunDirectory = directory.Path,
        NodeBinary = nodeBinary,
        Abilities = abilities,
        SnapshotThreshold = plan.SnapshotThreshold,
        ExtraNodeArguments = plan.NodeArguments,
        ValueShape = plan.Workload == RegisterWorkload.Name ? ValueShape.Scalar : ValueShape.List,
        Seed = plan.Seed,
        RunId = $"{Path.GetFileName(directory.Path)}-{Environment.ProcessId}",
    };
}
