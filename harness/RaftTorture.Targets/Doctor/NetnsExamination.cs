using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Doctor;

/// <summary>The <c>netns</c> world, tried in namespaces as a run would have them: an agent goes in, is asked, and everything ends with it.</summary>
internal static class NetnsExamination
{
    private const string World = "netns";

    public static async Task<WorldHealth> RunAsync(NodeAbilities node, CancellationToken cancellation)
    {
        var (ability, arguments) = new NetnsTools().Probe();
        if (!ability.Works)
            return WorldHealth.Absent(World, ability);
        try
        {
            await using var inside = await AgentProcess.StartAsync(["unshare", .. arguments], cancellation);
            return new WorldHealth(World, ability, await Families.TryAsync(inside.Kernel, node, cancellation));
        }
        catch (Exception failure) when (failure is KernelException or ClusterException)
        {
            return WorldHealth.Absent(World, $"namespaces can be had, but not examined: {failure.Message}", "take --world local");
        }
    }
}
