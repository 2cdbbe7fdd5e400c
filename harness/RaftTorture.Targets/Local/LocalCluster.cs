using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Client;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Local.Nodes;

namespace RaftTorture.Targets.Local;

/// <summary>The <c>local</c> world: node processes on loopback, every directed peer link through a proxy of the harness's own.</summary>
/// <remarks>One fault at a time is applied; clients may work meanwhile. Clients speak to the nodes directly.</remarks>
public sealed class LocalCluster : ICluster
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly LocalClusterOptions options;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(1) });
    private readonly ProcessLauncher launcher = new();
    private readonly SortedDictionary<string, LocalNode> nodes = new(StringComparer.Ordinal);
    private readonly LocalNetwork network;
    private readonly PartitionInjector partitions;
    private readonly PacketInjector packets;
    private readonly KillInjector kills;
    private readonly ConcurrentQueue<string> notices = new();
    private readonly ConcurrentQueue<NodeExit> unexpectedExits = new();
    private readonly ConcurrentBag<Task> watches = [];
    private int clients;
    private bool isDisposed;

    /// <summary>Prepares directories, ports and proxies. No process is started yet.</summary>
    public LocalCluster(LocalClusterOptions options)
    {
        this.options = options;
        foreach (var id in options.Nodes)
            nodes[id] = new LocalNode(id, Path.Combine(options.RunDirectory, "nodes", id), http, options);
        network = new LocalNetwork(nodes.ToDictionary(node => node.Key, node => node.Value.PeerAddress), new Dice(options.Seed).Fork("links"), options.Levers);
        partitions = new PartitionInjector(network);
        packets = new PacketInjector(network);
        kills = new KillInjector(StartNodeAsync);
    }

    public IReadOnlyList<string> Nodes => options.Nodes;

    public IReadOnlyList<string> Notices => [.. notices];

    public IReadOnlyList<NodeExit> UnexpectedExits => [.. unexpectedExits];

    public string? WhyUnsupported(FaultKind kind) => LocalPlatform.WhyUnsupported(kind);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var sentence in options.Leftovers.End())
            notices.Enqueue(sentence);
        foreach (var node in nodes.Values)
            node.MakeWay();
        await Task.WhenAll(nodes.Values.Select(node => StartNodeAsync(node, cancellation))).ConfigureAwait(false);
        await FindLeaderAsync(cancellation).ConfigureAwait(false);
    }

    public IClient OpenClient(ProcessId process, string node)
    {
        var addresses = nodes.ToDictionary(each => each.Key, each => each.Value.ClientAddress);
        var number = Interlocked.Increment(ref clients);
        // A process id may be opened again in the same run; the session's id must still be new.
        var id = $"{options.RunId}-{process}-{number}";
        return new ReferenceClient(new KvClient(http, addresses, node, id, (ulong)(options.Seed + number)), options.ValueShape);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The fault names a node or a link that this cluster has not.</exception>
    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) =>
        WhyUnsupported(fault.Kind) is { } why ? Task.FromResult(new FaultEffect(false, why)) : fault switch
        {
            Fault.Partition partition => partitions.CutAsync(partition, cancellation),
            Fault.HealPartition => partitions.HealAsync(cancellation),
            Fault.Packet packet => packets.SlowAsync(packet, cancellation),
            Fault.HealPacket => packets.HealAsync(cancellation),
            Fault.Kill kill => KillInjector.KillAsync(NodesOf(kill.Nodes), cancellation),
            Fault.Start start => kills.StartAsync(NodesOf(start.Nodes), cancellation),
            Fault.Pause pause => PauseInjector.PauseAsync(NodesOf(pause.Nodes), cancellation),
            Fault.Resume resume => PauseInjector.ResumeAsync(NodesOf(resume.Nodes), cancellation),
            _ => throw new UnreachableException($"{fault}"),
        };

    public async Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(nodes.Values.Select(node => node.Api.StatusAsync(cancellation))).ConfigureAwait(false);
        return
        [
            .. from answer in answers
               where answer is not null
               select new NodeStatus(answer.Id, answer.Term, answer.Role == "leader", answer.Commit, answer.Applied),
        ];
    }

    /// <summary>Kills every node, paused ones too, closes the links, and forgets the run. Safe to call twice, and after a failed start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        foreach (var node in nodes.Values)
            await node.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(watches).ConfigureAwait(false);
        await network.DisposeAsync().ConfigureAwait(false);
        launcher.Dispose();
        http.Dispose();
        options.Leftovers.Unregister(options.RunId);
    }

    private LocalNode[] NodesOf(IReadOnlyList<string> ids) =>
        [.. ids.Select(id => nodes.TryGetValue(id, out var node) ? node : throw new ArgumentException($"the cluster has no node {id}"))];

    private async Task<TimeSpan> StartNodeAsync(LocalNode node, CancellationToken cancellation)
    {
        var process = await node.LaunchAsync(launcher, NodeCommand.For(node, nodes.Values, network, options)).ConfigureAwait(false);
        options.Leftovers.Register(options.RunId, nodes.Values.Select(each => each.Process?.Identity).OfType<ProcessIdentity>());
        watches.Add(WatchAsync(node, process));
        return await node.BecomeReadyAsync(process, cancellation).ConfigureAwait(false);
    }

    private async Task WatchAsync(LocalNode node, NodeProcess process)
    {
        var code = await process.Ended.ConfigureAwait(false);
        if (!process.IsCondemned)
            unexpectedExits.Enqueue(new NodeExit(node.Id, code, $"node {node.Id} (pid {process.Pid}) ended by itself with code {code}; {node.LogTail}"));
    }

    private async Task FindLeaderAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < options.ReadyPatience)
        {
            // Its own first entry is committed: it can serve a read (thesis 6.4).
            if ((await ObserveAsync(cancellation).ConfigureAwait(false)).Any(status => status is { IsLeader: true, CommitIndex: > 0 }))
                return;
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }

        throw new ClusterException(
            $"no leader after {options.ReadyPatience.TotalSeconds} s though all nodes are up: see the logs in {options.RunDirectory}/nodes; "
            + $"{nodes.Keys.First()}: {nodes.Values.First().LogTail}");
    }
}
