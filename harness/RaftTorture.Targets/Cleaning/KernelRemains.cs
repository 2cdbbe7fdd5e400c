using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Kernel.Packets;

namespace RaftTorture.Targets.Cleaning;

/// <summary>What a machine keeps for a harness, or its agent, that was killed outright.</summary>
/// <remarks>Most of it vanishes with the process: tables of rules, mounts in namespaces, queues. This is the rest.</remarks>
internal static class KernelRemains
{
    public static async Task<IReadOnlyList<string>> EndAsync(IKernel kernel, CancellationToken cancellation)
    {
        string?[] found =
        [
            await TryAsync(async () => (await kernel.AskAsync(new SweepPacketRules(), cancellation)).Chains, "chains of rules for packets"),
            await TryAsync(async () => (await kernel.AskAsync(new ClearAbandonedDisks(), cancellation)).Count, "disks on loop devices"),
            await TryAsync(async () => (await kernel.AskAsync(new RemoveEmptyMemoryGroups(), cancellation)).Count, "control groups of memory"),
        ];
        return [.. found.OfType<string>()];
    }

    /// <summary>A machine that lacks the tool for something has nothing of it.</summary>
    private static async Task<string?> TryAsync(Func<Task<int>> endAsync, string what)
    {
        try
        {
            return await endAsync() is var count and > 0 ? $"found {count} {what} of dead runs: removed" : null;
        }
        catch (KernelException)
        {
            return null;
        }
    }
}
