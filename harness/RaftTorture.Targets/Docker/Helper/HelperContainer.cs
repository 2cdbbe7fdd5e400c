using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Agent;

namespace RaftTorture.Targets.Docker.Helper;

/// <summary>
/// The container through which faults of the kernel are done on the engine's machine, whoever this harness is on its own: it runs the
/// harness's agent.
/// </summary>
/// <remarks>When the connection to it ends, the agent undoes everything, and the engine removes the container. Its volume is removed by disposal, or found by its labels.</remarks>
internal sealed class HelperContainer : IKernel
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly ContainerEngine _engine;
    private readonly HelperSpec _spec;
    private readonly AgentKernel _kernel;

    private HelperContainer(ContainerEngine engine, HelperSpec spec, string id, AgentKernel kernel, string? notice) =>
        (_engine, _spec, Id, _kernel, Notice) = (engine, spec, id, kernel, notice);

    public string Id { get; }

    /// <summary>The engine's machine. It lives as long as this.</summary>
    public IKernel Kernel => _kernel;

    /// <summary>What a person should know of it, or null.</summary>
    public string? Notice { get; }

    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => _kernel.AskAsync(request, cancellation);

    /// <summary>Makes its image if it must, starts it, and returns when its agent listens.</summary>
    /// <exception cref="ClusterException">It cannot be had: why, and what to do.</exception>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public static async Task<HelperContainer> StartAsync(ContainerEngine engine, HelperSpec spec, CancellationToken cancellation)
    {
        var (image, command) = await HelperImage.EnsureAsync(new ImageShop(engine), Application.At(spec.HarnessPath), cancellation);
        await engine.Volumes.CreateAsync(new VolumeSpec { Name = spec.Volume, Labels = spec.Labels }, cancellation);
        try
        {
            return await StartAsync(engine, spec, image.Name, command, cancellation);
        }
        catch
        {
            await engine.Volumes.RemoveAsync(spec.Volume, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Has the agent undo everything, and waits until the container and its volume are gone.</summary>
    /// <exception cref="KernelException">Not everything could be undone.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _kernel.DisposeAsync();
        }
        finally
        {
            // The engine removes it by itself when it has ended, which is waited for.
            await _engine.Containers.RemoveAsync(Id, CancellationToken.None);
            await _engine.Volumes.RemoveAsync(_spec.Volume, CancellationToken.None);
        }
    }

    private static async Task<HelperContainer> StartAsync(
        ContainerEngine engine, HelperSpec spec, string image, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        try
        {
            return await StartAsync(engine, spec, image, command, withOptional: true, cancellation);
        }
        catch (EngineException refused) when (IsOfRights(refused))
        {
            return await StartAsync(engine, spec, image, command, withOptional: false, cancellation);
        }
    }

    private static async Task<HelperContainer> StartAsync(
        ContainerEngine engine, HelperSpec spec, string image, IReadOnlyList<string> command, bool withOptional, CancellationToken cancellation)
    {
        var id = await engine.Containers.CreateAsync(spec.Name, spec.ToContainer(image, command, withOptional), cancellation);
        try
        {
            // Attached before it starts, or its first words would be missed.
            var stream = await engine.Containers.AttachAsync(id, cancellation);
            await engine.Containers.StartAsync(id, cancellation);
            var kernel = await ListenToAsync(stream, cancellation);
            return new HelperContainer(engine, spec, id, kernel, withOptional ? null : $"this machine has no {HelperSpec.Optional} to give: the helper container does without");
        }
        catch
        {
            await engine.Containers.RemoveAsync(id, CancellationToken.None);
            throw;
        }
    }

    private static async Task<AgentKernel> ListenToAsync(ProcessStream stream, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartPatience);
        try
        {
            return await AgentKernel.OpenAsync(stream, patience.Token);
        }
        catch (KernelException ended)
        {
            throw new ClusterException($"the helper container ended at once: {(stream.Errors.Length > 0 ? stream.Errors : ended.Message)}", ended);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new ClusterException($"the helper container's agent did not answer within {StartPatience.TotalSeconds} s", late);
        }
    }

    private static bool IsOfRights(EngineException refused) =>
        refused.Message.Contains("capabilit", StringComparison.OrdinalIgnoreCase) || refused.Message.Contains("operation not permitted", StringComparison.OrdinalIgnoreCase);
}
