using System.Diagnostics;
using System.Net.Sockets;
using RaftTorture.Node.Http;
using RaftTorture.Node.Options;
using RaftTorture.Node.Peers;
using RaftTorture.Node.Security;
using RaftTorture.Node.Storage;
using RaftTorture.Node.Tracing;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Tracing;

namespace RaftTorture.Node;

/// <summary>A node put together: storage and replica in the middle, the event loop around them, ports at the edge.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private const int InboxMessages = 65_536;
    private const int InboxRequests = 16_384;

    /// <summary>What strangers and peers can cause is said once in this time, and counted.</summary>
    private static readonly TimeSpan CalmWindow = TimeSpan.FromSeconds(10);

    private readonly NodeOptions _options;
    private readonly CalmLog _strangersLog = new(NodeLog.Write, CalmWindow);
    private readonly CalmLog _peersLog = new(NodeLog.Write, CalmWindow);
    private readonly FileDisk _disk;
    private readonly LateFlushDisk? _lateDisk;
    private readonly ReplicaStorage _storage;
    private readonly TraceFile? _trace;
    private readonly PeerLinks _links;
    private readonly NodeOutbox _outbox;
    private readonly EventLoop _loop;
    private readonly PeerListener _peers;
    private readonly HttpServer _clients;
    private readonly HttpServer? _operators;

    /// <exception cref="IOException">A file cannot be had.</exception>
    /// <exception cref="CorruptLogException">The log is damaged in a way that no crash explains.</exception>
    public RunningNode(NodeOptions options, NodeSeams seams)
    {
        _options = options;
        var tls = options.Tls is { } files ? new ClusterTls(files) : null;
        var token = TokenOf(options.Ports);
        _disk = new FileDisk(options.DataDirectory);
        var disk = Slowed(options, seams.WrapDisk(_disk));
        _lateDisk = options.FlushIntervalMs > 0 ? Late(options, disk) : null;
        _storage = Recover(options, _lateDisk ?? disk);
        _trace = options.TraceFile is { } file ? TraceFile.Open(file) : null;

        var inbox = new Inbox(InboxMessages, InboxRequests);
        var transport = new PeerTransport(tls, _peersLog);
        var greeting = new Greeting(options.Id, _storage.Incarnation, options.Ports.Reachable, options.ClusterId);
        var handshake = Handshake.Write(greeting);
        _links = new PeerLinks(options.Id, options.Peers, (peer, address) => new PeerLink(peer, address, handshake, transport), _peersLog);
        _outbox = new NodeOutbox(options.Id, _links, _peersLog);
        var replica = new RaftReplica(options.ConfigOf((ulong)Random.Shared.NextInt64()), seams.Rules, _storage, _outbox, ReplicaOptions(options, seams));
        _loop = new EventLoop(replica, inbox, options.ApplyDelayMs, _trace);

        var hearing = new PeerHearing(greeting, transport, inbox, Heard, _strangersLog);
        _peers = new PeerListener(options.Ports.Bind, options.Ports.PeerPort, hearing, _strangersLog);
        var kv = new KvEndpoint(inbox, _outbox, options.Clients, options.SessionTtlMs);
        _clients = ClientPort.Open(options.Ports, tls, kv, new ObserverEndpoints(options.Id, _storage.Incarnation, _loop, _outbox, kv));
        _operators = token is null ? null : AdminPort.Open(options.Ports, tls, token, new AdminEndpoints(inbox, _outbox, _loop));
    }

    /// <summary>Serves until it is told to stop; faults with the first part that breaks.</summary>
    public async Task RunAsync()
    {
        var ports = _options.Ports;
        await ListenAsync("peer-port", ports.PeerPort, _peers.StartAsync);
        await ListenAsync("client-port", ports.ClientPort, _clients.StartAsync);
        if (_operators is not null)
            await ListenAsync("admin-port", ports.AdminPort, _operators.StartAsync);
        _loop.Start();
        NodeLog.Write($"{_options.Id} serves clients on port {ports.ClientPort} and peers on port {ports.PeerPort}");
        var first = await Task.WhenAny(_loop.Ended, _links.Broken); // Without its link to a peer a node only seems alive.
        _loop.Stop();
        await Task.WhenAll(first, _loop.Ended);
    }

    public void Stop() => _loop.Stop();

    public async ValueTask DisposeAsync()
    {
        _outbox.AnswerAll(new ClientAnswer.Unknown("the node is stopping"));
        if (_operators is not null)
            await _operators.DisposeAsync();
        await _clients.DisposeAsync();
        await _peers.DisposeAsync();
        await _links.DisposeAsync();
        _trace?.Dispose();
        _storage.Dispose();
        _lateDisk?.Dispose();
        _disk.Dispose();
        _strangersLog.Dispose();
        _peersLog.Dispose();
    }

    private static IDisk Slowed(NodeOptions options, IDisk disk) => options.FsyncDelayMs > 0
        ? new DiskWithOtherFlush(disk, file =>
        {
            Thread.Sleep(options.FsyncDelayMs);
            file.Flush();
        })
        : disk;

    private static LateFlushDisk Late(NodeOptions options, IDisk disk)
    {
        NodeLog.Write(
            $"warning: the log is flushed every {options.FlushIntervalMs} ms only: a power cut loses votes and entries that were acknowledged (--flush-interval-ms)");
        return new LateFlushDisk(disk, options.FlushIntervalMs);
    }

    private static ReplicaStorage Recover(NodeOptions options, IDisk disk)
    {
        var storage = ReplicaStorage.Open(
            disk,
            Configuration.Of(options.Founders),
            (ulong)Random.Shared.NextInt64(),
            new StorageOptions { SegmentBytes = options.SegmentBytes });
        var recovered = storage.Recovered;
        NodeLog.Write(
            $"{options.Id} recovered term {recovered.HardState.Term}, a snapshot up to {recovered.Snapshot.LastIndex} and {recovered.Entries.Length} entries; "
            + $"torn tail of {storage.TornTailBytes} bytes cut");
        return storage;
    }

    private ReplicaOptions ReplicaOptions(NodeOptions options, NodeSeams seams) => new()
    {
        NowMs = seams.NowMs,
        Observer = _trace is null ? null : new Tracer(new TraceHeader(options.ClusterId, options.Id, _storage.Incarnation.Value), _trace, NowNs),
    };

    private static long NowNs() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private static AdminToken? TokenOf(NodePorts ports)
    {
        if (ports.AdminPort == 0)
            return null;
        if (ports.AdminTokenFile is not { } file)
            return AdminToken.ReadVariable(ports.AdminTokenVariable!);
        var token = AdminToken.Read(file);
        if (AdminToken.IsOpenToOthers(file))
            NodeLog.Write($"warning: others can read the admin token: chmod 600 {file}");
        return token;
    }

    private void Heard(Greeting greeting)
    {
        if (greeting.Address is { } address)
            _links.Heard(greeting.From, address);
    }

    /// <summary>A port in use is the user's to mend: say which, and how.</summary>
    private static async Task ListenAsync(string option, int port, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new IOException($"{option.Replace('-', ' ')} {port} cannot be had ({e.Message}): end what holds it, or choose another with --{option}", e);
        }
    }
}
