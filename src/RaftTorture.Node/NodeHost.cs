using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using RaftTorture.Node.Http;
using RaftTorture.Node.Peers;
using RaftTorture.Node.Storage;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node;

/// <summary>Puts a node together and runs it until it is told to stop or breaks.</summary>
public static class NodeHost
{
    public const int Stopped = 0;
    public const int BadArguments = 2;
    public const int Failed = 1;

    /// <summary>The node found its own state to contradict the protocol and stopped before it could say anything wrong.</summary>
    public const int BrokenPromise = 70;

    private const int InboxMessages = 65_536;
    private const int InboxRequests = 16_384;

    /// <summary>Runs a node from its command line; returns the process's exit code. Errors are one line on standard error.</summary>
    /// <param name="arguments">See <see cref="NodeOptions.Usage"/>.</param>
    /// <param name="rules">The paper's, but in tests.</param>
    public static async Task<int> RunAsync(string[] arguments, RaftRules rules)
    {
        try
        {
            await RunAsync(NodeOptions.Parse(arguments), rules);
            return Stopped;
        }
        catch (FormatException e)
        {
            NodeLog.Fail(e.Message);
            return BadArguments;
        }
        catch (Exception e) when (e is ArgumentException or IOException or SocketException or CorruptLogException or CorruptSnapshotException or UnsupportedLogException or UnauthorizedAccessException)
        {
            NodeLog.Fail(e.Message);
            return Failed;
        }
        catch (BrokenPromiseException e)
        {
            NodeLog.Fail($"a promise of the protocol is broken, this node stops: {e.Message}");
            return BrokenPromise;
        }
    }

    private static async Task RunAsync(NodeOptions options, RaftRules rules)
    {
        if (options.ParentWatch)
        {
            IgnoredSignals.Start();
            ParentWatch.Start();
        }

        var config = ConfigOf(options);
        using var disk = new FileDisk(options.DataDirectory);
        using var storage = ReplicaStorage.Open(disk, Configuration.Of(config.Members), (ulong)Random.Shared.NextInt64());
        var recovered = storage.Recovered;
        NodeLog.Write(
            $"{options.Id} recovered term {recovered.HardState.Term} and {recovered.Entries.Length} entries; torn tail of {storage.TornTailBytes} bytes cut");

        foreach (var warning in config.Warnings())
            NodeLog.Write($"warning: {warning}");

        var inbox = new Inbox(InboxMessages, InboxRequests);
        var links = options.Peers.ToDictionary(peer => peer.Key, peer => new PeerLink(options.Id, peer.Value, options.ClusterId));
        var outbox = new NodeOutbox(options.Id, links);
        var loop = new EventLoop(new RaftReplica(config, rules, storage, outbox), inbox);
        var kv = new KvEndpoint(inbox, outbox, options.Clients);
        await using var http = HttpServer.Build(options.ClientPort, stopsAtSignals: !options.ParentWatch, kv, new ObserverEndpoints(options.Id, loop, outbox, kv));
        await using var peers = new PeerListener(options.Id, options.ClusterId, links.Keys.ToHashSet(), options.PeerPort, inbox);
        try
        {
            await ServeAsync(options, http, peers, loop, links.Values.Select(link => link.Ended));
            outbox.AnswerAll(new ClientAnswer.Unknown("the node is stopping"));
        }
        finally
        {
            foreach (var link in links.Values)
                await link.DisposeAsync();
        }
    }

    private static async Task ServeAsync(
        NodeOptions options, WebApplication http, PeerListener peers, EventLoop loop, IEnumerable<Task> links)
    {
        await ListenAsync("peer port", options.PeerPort, peers.StartAsync);
        await ListenAsync("client port", options.ClientPort, () => http.StartAsync());
        loop.Start();
        NodeLog.Write($"{options.Id} serves clients on port {options.ClientPort} and peers on port {options.PeerPort}");
        using var stopping = http.Lifetime.ApplicationStopping.Register(loop.Stop);
        await EndAsync(loop, links);
    }

    /// <summary>Waits for the loop to be stopped, or for the first part to break: without its link to a peer a node only seems alive.</summary>
    private static async Task EndAsync(EventLoop loop, IEnumerable<Task> links)
    {
        var first = await Task.WhenAny([loop.Ended, .. links]);
        loop.Stop();
        await Task.WhenAll(first, loop.Ended);
    }

    /// <summary>A port in use is the user's to mend: say which, and how.</summary>
    private static async Task ListenAsync(string what, int port, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new IOException($"{what} {port} cannot be had ({e.Message}): end what holds it, or choose another with --{what.Replace(' ', '-')}", e);
        }
    }

    private static RaftConfig ConfigOf(NodeOptions options) => new()
    {
        Id = options.Id,
        Members = [.. options.Peers.Keys.Append(options.Id).Order()],
        Seed = (ulong)Random.Shared.NextInt64(),
        ElectionTimeoutMinMs = options.ElectionTimeoutMinMs,
        ElectionTimeoutMaxMs = options.ElectionTimeoutMaxMs,
        HeartbeatMs = options.HeartbeatMs,
    };
}
