using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Disks;

namespace RaftTorture.Targets.Cleaning;

/// <summary>What dead runs have left in an engine, and on its machine.</summary>
internal static class EngineSweep
{
    /// <returns>A sentence for each thing that was found, in the engine or on its machine.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(ContainerEngine engine, IKernel machine, CancellationToken cancellation) =>
        [.. await EndRunsAsync(engine, machine, cancellation), .. await KernelRemains.EndAsync(machine, cancellation)];

    /// <summary>A container that waits for a frozen disk cannot be removed: the disks are thawed first.</summary>
    /// <returns>A sentence for each dead run.</returns>
    public static Task<IReadOnlyList<string>> EndRunsAsync(ContainerEngine engine, IKernel machine, CancellationToken cancellation) =>
        new DockerLeftovers(engine) { AlsoUndo = async (_, undo) => await machine.AskAsync(new ClearAbandonedDisks(), undo) }.EndAsync(cancellation);
}
