using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Local.Nodes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Local;

/// <summary>The <c>local</c> world: node processes on loopback, every directed peer link through a proxy of the harness's own.</summary>
/// <remarks>One fault at a time is applied; clients may work meanwhile. Clients speak to the nodes directly.</remarks>
public sealed class LocalCluster : ICluster
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly LocalClusterOptions _options;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(1) });
    private readonly ProcessLauncher _launcher = new();
    private readonly SortedDictionary<string, LocalNode> _nodes = new(StringComparer.Ordinal);
    private readonly LocalNetwork _network;
    private readonly Injectors _injectors;
    private readonly AdminToken _token;
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly ConcurrentQueue<NodeExit> _unexpectedExits = new();
    private readonly ConcurrentBag<Task> _watches = [];
    private int _clients;
    private bool _isDisposed;

    /// <summary>Prepares directories, ports and proxies. No process is started yet.</summary>
    /// <exception cref="ClusterException">There are not enough ports or descriptors; what was opened is closed again.</exception>
    public LocalCluster(LocalClusterOptions options)
    {
        _options = options;
        try
        {
            _token = new AdminToken(Path.Combine(options.RunDirectory, "admin-token"));
            foreach (var id in options.Nodes)
                _nodes[id] = new LocalNode(id, Path.Combine(options.RunDirectory, "nodes", id), _http, _token, options);
            _network = new LocalNetwork(_nodes.ToDictionary(node => node.Key, node => node.Value.PeerAddress), new Dice(options.Seed).Fork("links"), options.Levers);
        }
        catch (Exception failure)
        {
            Abandon();
            if (Shortage.IsCauseOf(failure))
                throw Shortage.ToClusterException(failure);
            throw;
        }

        _injectors = new Injectors(
            _nodes.ToDictionary(node => node.Key, INode (node) => node.Value), _network, (node, cancellation) => StartNodeAsync((LocalNode)node, cancellation));
    }

    public IReadOnlyList<string> Nodes => _options.Nodes;

    public IReadOnlyList<string> Notices => [.. _notices, .. _nodes.Values.Select(node => node.LogLoss).OfType<string>()];

    public IReadOnlyDictionary<string, MessagesSeen> Messages => _network.Messages.Seen;

    public IReadOnlyList<NodeExit> UnexpectedExits => [.. _unexpectedExits];

    public string? WhyUnsupported(FaultKind kind) => LocalPlatform.WhyUnsupported(kind, _options.Abilities);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var sentence in _options.Leftovers.End())
                _notices.Enqueue(sentence);
            foreach (var node in _nodes.Values)
                node.MakeWay();
            await Task.WhenAll(_nodes.Values.Select(node => StartNodeAsync(node, cancellation)));
            await FindLeaderAsync(cancellation);
        }
        catch (Exception failure) when (Shortage.IsCauseOf(failure))
        {
            throw Shortage.ToClusterException(failure);
        }
    }

    public IClient OpenClient(ProcessId process, string node)
    {
        var addresses = _nodes.ToDictionary(each => each.Key, each => each.Value.ClientAddress);
        var number = Interlocked.Increment(ref _clients);
        return new ReferenceClient(new KvClient(_http, addresses, node, (ulong)(_options.Seed + number)), _options.ValueShape);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The fault names a node or a link that this cluster has not.</exception>
    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) =>
        WhyUnsupported(fault.Kind) is { } why ? Task.FromResult(new FaultEffect(false, why)) : _injectors.ApplyAsync(fault, cancellation);

    public async Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(_nodes.Values.Select(node => node.Api.StatusAsync(cancellation)));
        return
        [
            .. from answer in answers
               where answer is not null
               select new NodeStatus(answer.Id, answer.Term, answer.Role == "leader", answer.Commit, answer.Applied) { SnapshotTo = [.. answer.SnapshotTo] },
        ];
    }

    /// <summary>Kills every node, paused ones too, closes the links, and forgets the run. Safe to call twice, and after a failed start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            // All at once: whatever one of them throws, the others are killed.
            await Task.WhenAll(_nodes.Values.Select(async node => await node.DisposeAsync()));
            await Task.WhenAll(_watches);
        }
        finally
        {
            await _network.DisposeAsync();
            _launcher.Dispose();
            _http.Dispose();
            _token.Dispose();
        }

        _options.Leftovers.Unregister(_options.RunId);
    }

    /// <summary>Closes what a constructor that fails has opened; the network closes its own.</summary>
    private void Abandon()
    {
        foreach (var node in _nodes.Values)
            node.Abandon();
        _token?.Dispose();
        _launcher.Dispose();
        _http.Dispose();
    }

    private async Task<TimeSpan> StartNodeAsync(LocalNode node, CancellationToken cancellation)
    {
        var process = await node.LaunchAsync(_launcher, NodeCommand.For(node, _nodes.Values, _network, _token, _options));
        _options.Leftovers.Register(_options.RunId, _nodes.Values.Select(each => each.Process?.Identity).OfType<ProcessIdentity>());
        _watches.Add(WatchAsync(node, process));
        return await node.BecomeReadyAsync(process, cancellation);
    }

    private async Task WatchAsync(LocalNode node, NodeProcess process)
    {
        var code = await process.Ended;
        if (process.IsSurprise(code))
            _unexpectedExits.Enqueue(new NodeExit(node.Id, code, $"node {node.Id} (pid {process.Pid}) ended by itself with code {code}; {node.LogTail}"));
    }

    private async Task FindLeaderAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _options.ReadyPatience)
        {
            // Its own first entry is committed: it can serve a read (thesis 6.4).
            if ((await ObserveAsync(cancellation)).Any(status => status is { IsLeader: true, CommitIndex: > 0 }))
                return;
            await Task.Delay(PollInterval, cancellation);
        }

        throw new ClusterException(
            $"no leader after {_options.ReadyPatience.TotalSeconds} s though all nodes are up: see the logs in {_options.RunDirectory}/nodes; "
            + $"{_nodes.Keys.First()}: {_nodes.Values.First().LogTail}");
    }
}
