using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Worlds;

/// <summary>A node over all its lives: its place, its log, how it was last started, and the life that it has now.</summary>
internal sealed class WorldNode : IWorldNode, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly ISystem _system;
    private readonly IKernel _kernel;

    /// <param name="logDirectory">Its own: the log stays there.</param>
    public WorldNode(Site site, ISystem system, IKernel kernel, string logDirectory)
    {
        (Site, _system, _kernel) = (site, system, kernel);
        Directory.CreateDirectory(logDirectory);
        Log = new NodeLog(Path.Combine(logDirectory, "node.log"));
    }

    public Site Site { get; }

    public string Id => Site.Node;

    public NodeLog Log { get; }

    public IWorldLife? Life { get; private set; }

    INodeLife? INode.Life => Life;

    /// <summary>How it is started, as far as it was ever said: complete.</summary>
    public StartHow How { get; private set; } = new(Joins: false, IsOtherVersion: false);

    public bool IsRunning => Life is { IsAlive: true, IsPaused: false };

    /// <exception cref="InvalidOperationException">The system has none; whoever asks for it has to know.</exception>
    public NodeApi Api => Operated.ApiOf(Site);

    /// <inheritdoc cref="Api"/>
    public AdminApi Admin => Operated.AdminOf(Site);

    private IOperatedSystem Operated =>
        _system as IOperatedSystem ?? throw new InvalidOperationException($"{_system.Name} is not operated as the reference node is");

    /// <summary>The life that was killed by a signal of ours, which only that signal may end.</summary>
    private IWorldLife? Killed { get; set; }

    public Task<bool> IsHealthyAsync(CancellationToken cancellation) => _system.IsReadyAsync(Site, cancellation);

    public void Remember(StartHow how) => How = new StartHow(how.Joins ?? How.Joins, how.IsOtherVersion ?? How.IsOtherVersion);

    public void Begin(IWorldLife life) => Life = life;

    /// <summary>Waits until the life that there is serves.</summary>
    /// <returns>How long it took from the call.</returns>
    /// <exception cref="ClusterException">It ended, or did not serve in time.</exception>
    public async Task<TimeSpan> BecomeReadyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var life = Life ?? throw new ClusterException($"node {Id} was never launched");
        var start = Stopwatch.GetTimestamp();
        while (life.IsAlive && Stopwatch.GetElapsedTime(start) < patience)
        {
            if (await IsHealthyAsync(cancellation))
            {
                life.HasServed = true;
                return Stopwatch.GetElapsedTime(start);
            }

            await Task.Delay(PollInterval, cancellation);
        }

        var why = life.IsAlive ? $"did not serve on {(Site.Published?.Host ?? $"{Site.Address}")} within {patience.TotalSeconds} s" : $"ended with code {await life.Ended} before it was ready";
        throw new ClusterException($"node {Id} {why}; {Log.Tail}");
    }

    public async Task SendAsync(Signal signal, CancellationToken cancellation)
    {
        if (Life is not { IsAlive: true } life)
            return;
        if (signal == Signal.Kill && !life.IsCondemned)
            Killed = life;
        life.IsCondemned |= signal is Signal.Kill or Signal.Terminate;
        life.IsPaused = signal == Signal.Stop;
        await _kernel.AskAsync(new SendSignal(life.Pid, signal), cancellation);
    }

    public async Task<bool?> IsStoppedAsync(CancellationToken cancellation) =>
        Life is { } life ? (await _kernel.AskAsync(new LookAtProcess(life.Pid), cancellation)).IsStopped : null;

    /// <summary>
    /// Whether it served, or crashed, and the harness did not make this end. One that we kill can end by itself just before: the code tells. One to which we
    /// did what a sound node may die of, such as a disk that fails, may end as it likes.
    /// </summary>
    public bool IsSurprise(IWorldLife life, int code) =>
        (life.HasServed || NodeExit.IsCrash(code)) && (!life.IsCondemned || (ReferenceEquals(life, Killed) && code != NodeEnds.KilledCode));

    /// <summary>Kills what lives, paused or not, and waits for its end. Where that does not come soon, it is for the world to end it.</summary>
    public async Task EndAsync()
    {
        if (Life is not { } life)
            return;
        try
        {
            await SendAsync(Signal.Kill, CancellationToken.None);
            await life.Ended.WaitAsync(EndPatience);
        }
        catch (Exception deaf) when (deaf is KernelException or TimeoutException)
        {
            // A machine that does not do as it is told is no reason to leave the others alone.
        }
    }

    /// <summary>Lets its log go. It must be dead.</summary>
    public void Dispose() => Log.Dispose();
}
