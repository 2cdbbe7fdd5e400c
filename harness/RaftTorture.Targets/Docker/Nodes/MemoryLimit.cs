using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Docker.Nodes;

/// <summary>How much memory a container may have, swap included.</summary>
internal sealed class MemoryLimit(ContainerEngine engine, string container)
{
    /// <summary>Whether the engine can change limits of a container that runs, found by changing none of this one's.</summary>
    /// <returns>What is missing, or null.</returns>
    public async Task<Ability?> WhyNotAsync(CancellationToken cancellation)
    {
        try
        {
            await engine.Containers.UpdateAsync(container, new ContainerUpdate(), cancellation);
            return null;
        }
        catch (EngineException refused)
        {
            return Ability.Missing(WordsOf(refused), "leave memory out of --nemesis, or use Docker's engine");
        }
    }

    /// <summary>Sets or lifts it (null).</summary>
    /// <remarks>The engine has no word for lifting it while a container runs: one of all the memory that there is limits nothing.</remarks>
    /// <returns>What the control group says it is afterwards, as the engine reads it; null for none.</returns>
    /// <exception cref="KernelException">The engine refuses.</exception>
    public async Task<long?> SetAsync(long? bytes, CancellationToken cancellation)
    {
        try
        {
            var all = (await engine.InfoAsync(cancellation)).MemTotal;
            await engine.Containers.UpdateAsync(container, new ContainerUpdate { Memory = bytes ?? all, MemorySwap = bytes ?? all }, cancellation);
            var limit = (await engine.Containers.StatsAsync(container, cancellation)).Memory.Limit;
            return limit == 0 || limit >= (ulong)all ? null : (long)limit;
        }
        catch (EngineException refused)
        {
            throw new KernelException($"the memory of container {container[..12]} is not limited: {WordsOf(refused)}", refused);
        }
    }

    private string WordsOf(EngineException refused) => refused.IsNotFound && engine.Version.IsPodman
        ? $"Podman {engine.Version.Version} has no call that changes the limits of a container that runs"
        : refused.Message;
}
