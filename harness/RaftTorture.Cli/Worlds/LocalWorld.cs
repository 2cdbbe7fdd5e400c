using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Worlds;

/// <summary><c>--world local</c>: processes on loopback, every link through the harness.</summary>
public sealed class LocalWorld : IWorldChoice
{
    public string Name => "local";

    public void Enter()
    {
        // It is everywhere.
    }

    public async Task<IStage> OpenAsync(Plan plan, NodePrograms programs, CancellationToken cancellation)
    {
        programs.DemandNoImages(Name);
        if (programs.OtherBinary is not null)
            throw new PlanException("--other-node-binary is for --world netns: the local world knows one version");
        var binary = programs.Located;
        return new Stage(plan, binary, await NodeAbilities.AskAsync(binary));
    }

    private sealed class Stage(Plan plan, string binary, NodeAbilities abilities) : IStage
    {
        public string Node => binary;

        public string? WhyUnsupported(FaultKind kind) => LocalPlatform.WhyUnsupported(kind, abilities);

        public ICluster Create(string runDirectory, string runId) => new LocalCluster(new LocalClusterOptions
        {
            Nodes = plan.Nodes,
            RunDirectory = runDirectory,
            NodeBinary = binary,
            Abilities = abilities,
            SnapshotThreshold = plan.SnapshotThreshold,
            ExtraNodeArguments = plan.NodeArguments,
            ValueShape = ReferenceNames.ShapeOf(plan),
            Seed = plan.Seed,
            RunId = runId,
        });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
