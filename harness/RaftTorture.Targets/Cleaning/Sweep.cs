using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Cleaning;

/// <summary>Removes what harnesses left that were killed outright, wherever it may be; what belongs to one that lives is not touched.</summary>
public static class Sweep
{
    /// <returns>A sentence for each thing that was found, or that could not be looked for; empty if nothing was left.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var sentences = new List<string>(Leftovers.OfThisMachine.End());
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            await using var kernel = new OwnKernel();
            sentences.AddRange(await OfEngineAsync(kernel, cancellation));
            sentences.AddRange(await KernelRemains.EndAsync(kernel, cancellation));
        }
        else
        {
            sentences.AddRange(await OfEngineAsync(null, cancellation));
        }

        return sentences;
    }

    /// <summary>Where there was never an engine, nothing is left in one.</summary>
    /// <param name="here">This machine, if this user may do with it what it takes.</param>
    private static async Task<IReadOnlyList<string>> OfEngineAsync(IKernel? here, CancellationToken cancellation)
    {
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(cancellation);
            return here is not null && engine.Address.IsLocal
                ? await EngineSweep.EndRunsAsync(engine, here, cancellation)
                : await ThroughHelperAsync(engine, cancellation);
        }
        catch (EngineException failure)
        {
            return IsExpected ? [$"containers were not looked for: {failure.Message}"] : [];
        }
    }

    private static async Task<IReadOnlyList<string>> ThroughHelperAsync(ContainerEngine engine, CancellationToken cancellation)
    {
        try
        {
            var labels = RunLabels.OfOwn($"clean-{Guid.NewGuid():n}");
            await using var helper = await HelperContainer.StartAsync(engine, new HelperSpec($"{labels.Prefix}-helper", labels.All), cancellation);
            return await EngineSweep.EndAsync(engine, helper.Kernel, cancellation);
        }
        catch (Exception failure) when (failure is ClusterException or KernelException)
        {
            return [$"rules, disks and groups of the engine's machine were not looked for: {failure.Message}", .. await new DockerLeftovers(engine).EndAsync(cancellation)];
        }
    }

    /// <summary>Whether a person would expect one to answer.</summary>
    private static bool IsExpected =>
        Environment.GetEnvironmentVariable(EngineAddress.HostVariable) is { Length: > 0 } || File.Exists(EngineAddress.OfEnvironment().EndPoint.ToString());
}
