using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Worlds;

/// <summary><c>--world netns</c>: processes in network namespaces on a bridge, faults by the kernel. Linux; no root, no engine.</summary>
public sealed class NetnsWorld : IWorldChoice
{
    public string Name => "netns";

    public void Enter() => NetnsEntry.Enter();

    public async Task<IStage> OpenAsync(Plan plan, NodePrograms programs, CancellationToken cancellation)
    {
        programs.DemandNoImages(Name);
        var (binary, other) = (programs.Located, programs.OtherLocated);
        var stage = await NetnsStage.ProbeAsync(await NodeAbilities.AskAsync(binary), NemesisCatalog.Kinds(plan), ClockMethods.Parse(plan.ClockMethod), cancellation);
        return new Stage(plan, binary, other, stage);
    }

    private sealed class Stage(Plan plan, string binary, string? other, NetnsStage stage) : IStage
    {
        public string Node => binary;

        public string? WhyUnsupported(FaultKind kind) => stage.WhyUnsupported(kind);

        public ICluster Create(string runDirectory, string runId) => stage.Create(new NetnsClusterOptions
        {
            Nodes = plan.Nodes,
            RunDirectory = runDirectory,
            NodeBinary = binary,
            OtherNodeBinary = other,
            SnapshotThreshold = plan.SnapshotThreshold,
            ExtraNodeArguments = plan.NodeArguments,
            ValueShape = ReferenceNames.ShapeOf(plan),
            Seed = plan.Seed,
            RunId = runId,
        });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
