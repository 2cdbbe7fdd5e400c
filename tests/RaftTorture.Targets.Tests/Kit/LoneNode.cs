using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>One fake node on loopback, and whoever starts it and asks it: the least of a world that an injector needs.</summary>
internal sealed class LoneNode : IWorldNode, IStarter, ISystem, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly NodeLog _log;
    private readonly int _port = FreePort();
    private readonly int _peerPort = FreePort();
    private readonly string _data;
    private readonly FaketimePlace? _faketime;
    private bool _isDisposed;

    /// <param name="data">Its data directory; by default one of its own.</param>
    /// <param name="faketime">Where it finds the libfaketime that it is started with, if any.</param>
    public LoneNode(string? data = null, FaketimePlace? faketime = null)
    {
        _faketime = faketime;
        _data = data ?? _directory.Path;
        _log = new NodeLog(Path.Combine(_directory.Path, "node.log"));
        Site = new Site(Id, IPAddress.Loopback, _data);
        Api = new NodeApi(_http, new Uri($"http://127.0.0.1:{_port}"));
        Admin = new AdminApi(_http, new Uri($"http://127.0.0.1:{_port}"), "");
    }

    public string Id => "n1";

    public Site Site { get; }

    public NodeApi Api { get; }

    public AdminApi Admin { get; }

    public IWorldLife? Life { get; private set; }

    INodeLife? INode.Life => Life;

    public bool IsRunning => Life is { IsAlive: true, IsPaused: false };

    /// <summary>A signal that a test wants lost does nothing.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>How it was started, in order.</summary>
    public List<StartHow> Starts { get; } = [];

    public IReadOnlyDictionary<string, IWorldNode> Alone => new Dictionary<string, IWorldNode> { [Id] = this };

    public string Name => "fake";

    public int PeerPort => _peerPort;

    public static async Task<LoneNode> StartAsync(string? data = null, FaketimePlace? faketime = null)
    {
        var node = new LoneNode(data, faketime);
        await node.LaunchAsync(node, StartHow.Again, CancellationToken.None);
        await node.BecomeReadyAsync(node, CancellationToken.None);
        return node;
    }

    public Task SendAsync(Signal signal, CancellationToken cancellation)
    {
        if (!IsDeaf && Life is { IsAlive: true } life)
            signal.SendTo(life.Pid);
        return Task.CompletedTask;
    }

    public Task<bool?> IsStoppedAsync(CancellationToken cancellation) =>
        Task.FromResult<bool?>(Life is { } life && ProcStat.Read(life.Pid) is { IsStopped: true });

    public async Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation)
    {
        Forget();
        Starts.Add(how);
        string[] arguments = ["--id", Id, "--data", _data, "--client-port", $"{_port}", "--peer-port", $"{_peerPort}"];
        Life = new LoneLife(new NodeProcess(await _launcher.StartAsync(NodeBinary.ToStart(FakeNode.Binary, arguments).With(_faketime)), _log), _data);
    }

    public async Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await Api.IsHealthyAsync(cancellation))
        {
            if (Life is not { IsAlive: true } || Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(15))
                throw new ClusterException($"{Id} is not ready: {_log.Tail}");
            await Task.Delay(10, cancellation);
        }

        Life!.HasServed = true;
        return Stopwatch.GetElapsedTime(start);
    }

    public Task<bool> IsReadyAsync(Site site, CancellationToken cancellation) => Api.IsHealthyAsync(cancellation);

    public NodeLaunch LaunchOf(Site site, IReadOnlyList<Site> all, bool joins = false) => throw new NotSupportedException();

    public Task<NodeStatus?> ObserveAsync(Site site, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<DateTimeOffset?> ReadClockAsync(Site site, CancellationToken cancellation) => throw new NotSupportedException();

    public IClient OpenClient(ProcessId process, string node, IReadOnlyList<Site> all) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (Life is { IsAlive: true } life)
        {
            Signal.Kill.SendTo(life.Pid);
            await life.Ended;
        }

        Forget();
        _launcher.Dispose();
        _http.Dispose();
        _log.Dispose();
        _directory.Dispose();
    }

    private void Forget()
    {
        if (_faketime is not null && Life is { } life)
            Preloaded.Forget(life.Pid);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class LoneLife(NodeProcess process, string data) : IWorldLife
    {
        public int Pid => process.Pid;

        public bool IsAlive => process.IsAlive;

        public Task<int> Ended => process.Ended;

        public bool HasServed { get; set; }

        public bool IsCondemned { get; set; }

        public bool IsPaused { get; set; }

        public string NetworkNamespace => $"/proc/{Pid}/ns/net";

        public string DataPath => data;
    }
}
