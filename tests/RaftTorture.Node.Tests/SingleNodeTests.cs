using System.Text;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests;

/// <summary>One real node: what it stores, how it comes back, what it answers to nonsense.</summary>
public class SingleNodeTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode _node = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _node = TestNode.Cluster(1, _directory.Path)[0];
        await _node.StartAsync();
        await Eventually.Async(async () => (await _node.StatusAsync()).Role == "leader", () => "no leader of one");
    }

    [TearDown]
    public void Stop()
    {
        _node.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_node_alone_serves_without_peers_and_remembers_over_a_kill()
    {
        Assert.That(await _node.SendAsync(Put(1, "x", "8")), Is.InstanceOf<KvReply.Ok>());

        _node.Kill();
        await _node.StartAsync();

        await Eventually.Async(async () => await _node.SendAsync(Get("x")) is KvReply.Ok { Value: "8" }, () => "8 is lost");
    }

    [Test]
    public async Task A_retry_of_the_same_sequence_is_not_applied_twice()
    {
        var append = new KvRequest { Client = "c", Sequence = 1, Op = KvOp.Append, Key = "list", Value = "a" };

        await _node.SendAsync(append);
        await _node.SendAsync(append);

        Assert.That(await _node.SendAsync(Get("list")), Is.EqualTo(new KvReply.Ok("a")));
    }

    [Test]
    public async Task Every_acknowledged_write_survives_a_kill_at_any_instant()
    {
        var dice = new Random(20_261_121);
        var acknowledged = 0L;
        for (var life = 0; life < 6; life++)
        {
            var writes = WriteUntilKilledAsync(acknowledged);
            var enough = acknowledged + dice.Next(1, 60);
            await Eventually.Async(() => Task.FromResult(Interlocked.Read(ref _written) >= enough), () => "no writes are acknowledged");
            _node.Kill();
            acknowledged = await writes;
            await _node.StartAsync();
            await Eventually.Async(
                async () => await _node.SendAsync(Get("counter")) is KvReply.Ok { Value: { } value } && long.Parse(value) >= acknowledged,
                () => $"write {acknowledged} was acknowledged and is lost in life {life}");
        }

        Assert.That(acknowledged, Is.GreaterThan(6));
    }

    [TestCase("{\"op\":\"put\",\"key\":", "a request cut short")]
    [TestCase("null", "no request")]
    [TestCase("{\"op\":\"explode\",\"key\":\"k\"}", "an unknown operation")]
    [TestCase("{\"op\":\"put\",\"key\":\"k\",\"value\":\"v\"}", "a write without a session")]
    public async Task Nonsense_is_refused_with_a_reason_and_changes_nothing(string body, string what)
    {
        using var response = await _node.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.That((int)response.StatusCode, Is.EqualTo(400), what);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("reason"));
        Assert.That(await _node.SendAsync(Get("k")), Is.EqualTo(new KvReply.Ok(null)));
    }

    [Test]
    public async Task The_metrics_are_in_the_prometheus_text_format()
    {
        await _node.SendAsync(Put(1, "x", "1"));

        var lines = (await _node.GetAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines, Has.Some.EqualTo("raft_is_leader 1"));
        Assert.That(lines.Where(line => line[0] != '#'), Has.All.Match(@"^[a-z_]+ \d+$"));
    }

    private long _written;

    /// <summary>Counts upward on one key until the node is gone; returns the last number that was acknowledged.</summary>
    private async Task<long> WriteUntilKilledAsync(long last)
    {
        var client = Guid.NewGuid().ToString();
        try
        {
            for (var sequence = 1L; ; sequence++)
            {
                var request = new KvRequest { Client = client, Sequence = sequence, Op = KvOp.Put, Key = "counter", Value = $"{last + 1}" };
                if (await _node.SendAsync(request) is KvReply.Ok)
                    Interlocked.Exchange(ref _written, ++last);
            }
        }
        catch (HttpRequestException)
        {
            return last;
        }
    }

    private static KvRequest Put(long sequence, string key, string value) =>
        new() { Client = "c", Sequence = sequence, Op = KvOp.Put, Key = key, Value = value };

    private static KvRequest Get(string key) => new() { Op = KvOp.Get, Key = key };
}
