using System.Net;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A node without a process: its lives end when and how a test says, and serve as long as it says.</summary>
internal sealed class PaperNode : IWorldNode, IStarter
{
    private int _lives;

    public PaperNode() => Begin();

    public string Id => "n1";

    public Site Site { get; } = new("n1", IPAddress.Loopback, "/data");

    public PaperLife Life { get; private set; } = null!;

    IWorldLife? IWorldNode.Life => Life;

    INodeLife? INode.Life => Life;

    /// <summary>What becomes of each life that is launched, by its number: the one at the beginning is 1.</summary>
    public Action<int, PaperLife> OnLaunch { get; set; } = (_, _) => { };

    public Func<bool> Serves { get; set; } = () => true;

    public bool IsRunning => Life is { IsAlive: true, IsPaused: false };

    public NodeApi Api => throw new NotSupportedException();

    public AdminApi Admin => throw new NotSupportedException();

    public IReadOnlyDictionary<string, IWorldNode> Alone => new Dictionary<string, IWorldNode> { [Id] = this };

    public Task<bool> IsHealthyAsync(CancellationToken cancellation) => Task.FromResult(Life.IsAlive && Serves());

    public Task SendAsync(Signal signal, CancellationToken cancellation)
    {
        if (signal == Signal.Kill)
            Life.End(128 + 9);
        return Task.CompletedTask;
    }

    public Task<bool?> IsStoppedAsync(CancellationToken cancellation) => Task.FromResult<bool?>(false);

    public Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation)
    {
        Begin();
        return Task.CompletedTask;
    }

    public Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation)
    {
        if (!Life.IsAlive || !Serves())
            throw new ClusterException("n1 did not serve");
        Life.HasServed = true;
        return Task.FromResult(TimeSpan.Zero);
    }

    private void Begin()
    {
        Life = new PaperLife(1_000_000_000 + ++_lives);
        OnLaunch(_lives, Life);
    }
}

/// <summary>A life that a test ends.</summary>
internal sealed class PaperLife(int pid) : IWorldLife
{
    private readonly TaskCompletionSource<int> _end = new();

    public int Pid => pid;

    public bool IsAlive => !Ended.IsCompleted;

    public Task<int> Ended => _end.Task;

    public bool HasServed { get; set; }

    public bool IsCondemned { get; set; }

    public bool IsPaused { get; set; }

    public string NetworkNamespace => "/proc/self/ns/net";

    public string DataPath => "/data";

    public void End(int code) => _end.TrySetResult(code);

    public void EndIf(bool isIt, int code)
    {
        if (isIt)
            End(code);
    }
}
