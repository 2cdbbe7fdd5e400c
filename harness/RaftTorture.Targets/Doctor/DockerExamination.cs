using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Docker.Networks;
using RaftTorture.Targets.Docker.Nodes;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Doctor;

/// <summary>The <c>docker</c> world, tried through a helper container as a run would have it. Its image stays, for the run.</summary>
internal static class DockerExamination
{
    private const string World = "docker";

    public static async Task<WorldHealth> RunAsync(NodeAbilities node, CancellationToken cancellation)
    {
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(cancellation);
            return await WithHelperAsync(engine, node, cancellation);
        }
        catch (EngineException failure)
        {
            return WorldHealth.Absent(World, failure.Message, "apt-get install docker.io if there is none; sudo usermod -aG docker $USER, and a new login, if this user may not use it");
        }
    }

    private static async Task<WorldHealth> WithHelperAsync(ContainerEngine engine, NodeAbilities node, CancellationToken cancellation)
    {
        try
        {
            var labels = RunLabels.OfOwn($"doctor-{Guid.NewGuid():n}");
            await using var helper = await HelperContainer.StartAsync(engine, new HelperSpec($"{labels.Prefix}-helper", labels.All), cancellation);
            var reach = await Reach.FindAsync(engine.Address, helper.Kernel, cancellation);
            var words = $"an engine{(engine.Version.IsPodman ? " (Podman)" : "")}, version {engine.Version.Version}, and a helper container";
            if (reach is Reach.Published { Notice: var notice })
                words += $"; {notice}";
            var faults = await Families.TryAsync(helper.Kernel, node, cancellation);
            if (await new MemoryLimit(engine, helper.Id).WhyNotAsync(cancellation) is { } missing)
                faults = faults.SetItem(FaultKind.Memory, missing);
            return new WorldHealth(World, new Ability(true, words), faults);
        }
        catch (Exception failure) when (failure is KernelException or ClusterException)
        {
            return WorldHealth.Absent(World, failure.Message, "see docker/README.md on the helper container");
        }
    }
}
