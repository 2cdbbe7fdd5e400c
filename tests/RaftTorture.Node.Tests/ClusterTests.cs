using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests;

/// <summary>Three real nodes: elections and redirects.</summary>
public class ClusterTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode[] _nodes = [];

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();

        // Patient timeouts: a busy machine must not make a leader lose its place in the middle of a story about something else.
        _nodes = TestNode.Cluster(3, _directory.Path, "--election-timeout-ms", "1000-2000", "--heartbeat-ms", "100");
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
    }

    [TearDown]
    public void Stop()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task One_leader_is_elected_and_all_agree_on_it()
    {
        var leader = await LeaderAsync();

        await Eventually.Async(
            async () => (await Task.WhenAll(_nodes.Select(node => node.StatusAsync()))).All(status => status.Leader == leader.Name),
            () => "the nodes do not agree on a leader");
    }

    [Test]
    public async Task A_follower_redirects_to_the_leader_with_its_address()
    {
        var leader = await LeaderAsync();
        var follower = _nodes.First(node => node != leader);
        await Eventually.Async(async () => (await follower.StatusAsync()).Leader == leader.Name, () => "the follower knows no leader");

        var reply = await follower.SendAsync(Put("x", "8"));

        Assert.That(reply, Is.EqualTo(new KvReply.NotLeader(leader.Name, new Uri(leader.Address, "/kv").ToString())));
    }

    [Test]
    public async Task A_killed_leader_is_replaced_and_its_writes_remain_when_it_returns()
    {
        var old = await LeaderAsync();
        Assert.That(await old.SendAsync(Put("x", "8")), Is.InstanceOf<KvReply.Ok>());

        old.Kill();
        var next = await LeaderAsync(except: old);
        await Eventually.Async(
            async () => await next.SendAsync(new KvRequest { Op = KvOp.Get, Key = "x" }) is KvReply.Ok { Value: "8" },
            () => "the new leader does not know what the old one had acknowledged");

        await old.StartAsync();
        await Eventually.Async(
            async () => await old.StatusAsync() is var status && status.Role == "follower" && status.Applied >= 2,
            () => "the old leader does not follow");
    }

    [Test]
    public async Task Without_a_majority_no_write_is_acknowledged()
    {
        var leader = await LeaderAsync();
        foreach (var node in _nodes.Where(node => node != leader))
            node.Kill();

        var reply = await leader.SendAsync(Put("x", "8"));

        Assert.That(reply, Is.InstanceOf<KvReply.Unknown>().Or.InstanceOf<KvReply.NoLeader>());
    }

    private static KvRequest Put(string key, string value) => new() { Op = KvOp.Put, Key = key, Value = value };

    private async Task<TestNode> LeaderAsync(TestNode? except = null)
    {
        TestNode? leader = null;
        await Eventually.Async(
            async () =>
            {
                foreach (var node in _nodes.Where(node => node != except))
                {
                    if ((await node.StatusAsync()).Role == "leader")
                        leader = node;
                }

                return leader is not null;
            },
            () => "no leader is elected");
        return leader!;
    }
}
