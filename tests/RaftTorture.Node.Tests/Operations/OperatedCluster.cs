using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Operations;

/// <summary>Three real nodes with their operators' ports; snapshots are small and frequent.</summary>
internal sealed class OperatedCluster : IDisposable
{
    // Patient timeouts: a busy machine must not make a leader lose its place in the middle of a story about something else.
    private static readonly string[] Arguments =
    [
        "--election-timeout-ms", "600-1200", "--heartbeat-ms", "60",
        "--snapshot-threshold", "40", "--entries-kept", "60", "--snapshot-chunk-bytes", "512", "--segment-bytes", "4096",
    ];

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _operator = new();
    private readonly string[] _arguments;
    private readonly List<TestNode> _nodes;
    private TestNode? _lastLeader;
    private int _written;

    public OperatedCluster(params string[] more)
    {
        var token = Path.Combine(_directory.Path, "token");
        File.WriteAllText(token, "open sesame");
        _operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "open sesame");
        _arguments = [.. Arguments, "--admin-token-file", token, .. more];
        _nodes = [.. TestNode.Cluster(3, _directory.Path, _arguments).Select(WithAdminPort)];
    }

    public IReadOnlyList<TestNode> Nodes => _nodes;

    public static async Task<OperatedCluster> StartAsync(params string[] more)
    {
        var cluster = new OperatedCluster(more);
        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
        return cluster;
    }

    /// <summary>Another node, not started and not added.</summary>
    public TestNode Joiner(string name)
    {
        var joiner = WithAdminPort(TestNode.Joiner(name, _directory.Path, _arguments));
        _nodes.Add(joiner);
        return joiner;
    }

    /// <summary>A node that says it leads, and that another one follows.</summary>
    public async Task<TestNode> LeaderAsync()
    {
        await Eventually.Async(
            async () =>
            {
                var statuses = await Task.WhenAll(_nodes.Where(node => node.IsRunning).Select(node => node.StatusAsync()));
                var leader = statuses.Where(status => status.Role == "leader").MaxBy(status => status.Term);
                _lastLeader = _nodes.Find(node => node.Name == leader?.Id);
                return leader is not null && statuses.Count(status => status.Leader == leader.Id) > 1;
            },
            () => "no leader is elected");
        return _lastLeader!;
    }

    /// <summary>So many writes, each acknowledged.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await WriteAsync(new KvRequest { Op = KvOp.Put, Key = $"key-{_written++ % 50}", Value = new string('v', 100) });
    }

    public Task WriteAsync(KvRequest request) => Eventually.Async(
        async () => await LastLeaderAnswersAsync(request) || await (await LeaderAsync()).SendAsync(request) is KvReply.Ok, () => "a write is not acknowledged");

    public Task<AdminReply> TransferAsync(TestNode node, TestNode to) => AskAsync(node, "/transfer", new TransferRequest(to.Name), AdminJson.Default.TransferRequest);

    /// <summary>One step of membership, asked for until it is done.</summary>
    public Task ChangeAsync(string change, TestNode node, string? address = null)
    {
        AdminReply? last = null;
        return Eventually.Async(
            async () => (last = await AskAsync(await LeaderAsync(), "/members", new MembersRequest(change, node.Name, address), AdminJson.Default.MembersRequest)) is AdminReply.Ok,
            () => $"{change} {node.Name} is not done: {last}");
    }

    /// <summary>The node holds what the leader holds.</summary>
    public Task CatchesUpAsync(TestNode node) => Eventually.Async(
        async () => await node.StatusAsync() is var status && status.Applied >= (await (await LeaderAsync()).StatusAsync()).Commit,
        () => $"{node.Name} does not catch up; it printed:\n{node.Output}");

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _operator.Dispose();
        _directory.Dispose();
    }

    private static TestNode WithAdminPort(TestNode node) => node.With("--admin-port", $"{TestNode.FreePorts(1)[0]}");

    private async Task<AdminReply> AskAsync<T>(TestNode node, string path, T body, JsonTypeInfo<T> shape)
    {
        var address = new Uri($"http://127.0.0.1:{node.Argument("--admin-port")}{path}");
        using var response = await _operator.PostAsJsonAsync(address, body, shape);
        return (await response.Content.ReadFromJsonAsync(AdminJson.Default.AdminReply))!;
    }

    private async Task<bool> LastLeaderAnswersAsync(KvRequest request) =>
        _lastLeader is { IsRunning: true } leader && await leader.SendAsync(request) is KvReply.Ok;
}
