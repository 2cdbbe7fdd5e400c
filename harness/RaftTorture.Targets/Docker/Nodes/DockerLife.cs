using System.Diagnostics;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker.Nodes;

/// <summary>One life of a node: a container of its own, from its start to its end. It stays when it has ended, until the node's next life.</summary>
internal sealed class DockerLife : IWorldLife
{
    /// <summary>For a process that ended before its number was seen. No process has it, so that no signal reaches anybody (0 would be our own group).</summary>
    private const int NoPid = int.MaxValue;

    /// <summary>The container was removed, or the engine stayed away: nobody can tell, which is no crash.</summary>
    private const int UnknownCode = -1;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EngineBreak = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(30);

    private readonly ContainerEngine _engine;
    private readonly NodeLog _log;

    /// <param name="engine">The engine.</param>
    /// <param name="container">Started.</param>
    /// <param name="pid">Its first process on the engine's machine; 0 if it ended already.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="forgotten">Ends the watch over it, so that <see cref="Ended"/> ends.</param>
    public DockerLife(ContainerEngine engine, string container, int pid, NodeLog log, CancellationToken forgotten)
    {
        (_engine, Container, _log) = (engine, container, log);
        Pid = pid == 0 ? NoPid : pid;
        Ended = EndAsync(forgotten);
    }

    /// <summary>The container's id.</summary>
    public string Container { get; }

    public int Pid { get; }

    public Task<int> Ended { get; }

    /// <summary>As the engine says; null until it ended and the engine told.</summary>
    public bool? RanOutOfMemory { get; private set; }

    public bool IsAlive => !Ended.IsCompleted;

    public bool HasServed { get; set; }

    public bool IsCondemned { get; set; }

    public bool IsPaused { get; set; }

    public string NetworkNamespace => $"/proc/{Pid}/ns/net";

    public string DataPath => $"/proc/{Pid}/root{NodeContainer.DataDirectory}";

    private async Task<int> EndAsync(CancellationToken forgotten)
    {
        using var deaf = CancellationTokenSource.CreateLinkedTokenSource(forgotten);
        var listening = ListenAsync(deaf.Token);
        var code = await WaitAsync(forgotten);
        deaf.CancelAfter(LastWords);
        await listening;
        _log.Write($"-- container {Container[..12]} ended with code {code}{(RanOutOfMemory == true ? ", out of memory" : "")}");
        return code;
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        try
        {
            await using var frames = await _engine.Containers.FollowLogsAsync(Container, cancellation);
            await OutputLines.CopyAsync(frames, _log.Write, cancellation);
        }
        catch (Exception lost) when (lost is EngineException or IOException or HttpRequestException)
        {
            _log.Write($"-- the rest of the log of container {Container[..12]} was lost: {lost.Message}");
        }
        catch (OperationCanceledException)
        {
            // The engine did not end the log when the container ended: what it sent is written.
        }
    }

    /// <summary>An engine that is away for a moment, as when it is restarted, does not make a node dead.</summary>
    private async Task<int> WaitAsync(CancellationToken forgotten)
    {
        long? lost = null;
        while (!forgotten.IsCancellationRequested && (lost is not { } since || Stopwatch.GetElapsedTime(since) < LongestBreak))
        {
            try
            {
                var code = await _engine.Containers.WaitAsync(Container, forgotten);
                RanOutOfMemory = await IsKnownToLackMemoryAsync(forgotten);
                return code;
            }
            catch (EngineException gone) when (gone.IsNotFound)
            {
                return UnknownCode;
            }
            catch (EngineException)
            {
                lost ??= Stopwatch.GetTimestamp();
                await Task.Delay(EngineBreak, forgotten).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
            }
        }

        return UnknownCode;
    }

    /// <summary>A container may be removed between its end and this look: how it ended is known all the same.</summary>
    private async Task<bool> IsKnownToLackMemoryAsync(CancellationToken forgotten)
    {
        try
        {
            return (await _engine.Containers.InspectAsync(Container, forgotten)).State.OOMKilled;
        }
        catch (Exception gone) when (gone is EngineException or OperationCanceledException)
        {
            return false;
        }
    }
}
