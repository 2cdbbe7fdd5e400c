using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Docker;

namespace RaftTorture.Cli.Worlds;

/// <summary><c>--world docker</c>: containers on a private network, faults by the kernel of the engine's machine. No root; an engine.</summary>
public sealed class DockerWorld : IWorldChoice
{
    public string Name => "docker";

    public void Enter()
    {
        // What it does to the machine is done by the helper container.
    }

    public async Task<IStage> OpenAsync(Plan plan, NodePrograms programs, CancellationToken cancellation) =>
        new Stage(plan, await DockerStage.OpenAsync(
            new DockerNodes
            {
                Binary = programs.Image is null ? programs.Located : null,
                Image = programs.Image,
                OtherBinary = programs.OtherImage is null ? programs.OtherLocated : null,
                OtherImage = programs.OtherImage,
                Kinds = NemesisCatalog.Kinds(plan),
                ClockMethod = ClockMethods.Parse(plan.ClockMethod),
            },
            cancellation));

    private sealed class Stage(Plan plan, DockerStage stage) : IStage
    {
        public string Node => stage.Image;

        public string? WhyUnsupported(FaultKind kind) => stage.WhyUnsupported(kind);

        public ICluster Create(string runDirectory, string runId) => stage.Create(new DockerClusterOptions
        {
            Nodes = plan.Nodes,
            RunDirectory = runDirectory,
            SnapshotThreshold = plan.SnapshotThreshold,
            ExtraNodeArguments = plan.NodeArguments,
            ValueShape = ReferenceNames.ShapeOf(plan),
            Seed = plan.Seed,
            RunId = runId,
        });

        public ValueTask DisposeAsync() => stage.DisposeAsync();
    }
}
