using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Local.Client;

namespace RaftTorture.Cli;

/// <summary>What a plan means to the <c>local</c> world.</summary>
public static class LocalWorld
{
    public static LocalClusterOptions Options(Plan plan, RunDirectory directory, string nodeBinary) => new()
    {
        Nodes = plan.Nodes,
        RunDirectory = directory.Path,
        NodeBinary = nodeBinary,
        ExtraNodeArguments = plan.NodeArguments,
        ValueShape = plan.Workload == RegisterWorkload.Name ? ValueShape.Scalar : ValueShape.List,
        Seed = plan.Seed,
        RunId = $"{Path.GetFileName(directory.Path)}-{Environment.ProcessId}",
    };
}
