using System.Text;
using RaftTorture.Kv;
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
        Assert.That(await _node.SendAsync(Put("x", "8")), Is.InstanceOf<KvReply.Ok>());

        _node.Kill();
        await _node.StartAsync();

        await Eventually.Async(async () => await _node.SendAsync(Get("x")) is KvReply.Ok { Value: "8" }, () => "8 is lost");
    }

    [Test]
    public async Task A_retry_of_the_same_sequence_is_not_applied_twice()
    {
        var opened = (KvReply.Opened)await _node.SendAsync(KvRequest.Open);
        var append = new KvRequest { Session = opened.Session, Sequence = 1, Op = KvOp.Append, Key = "list", Value = "a" };

        await _node.SendAsync(append);
        await _node.SendAsync(append);

        Assert.That(await _node.SendAsync(Get("list")), Is.EqualTo(new KvReply.Ok("a")));
    }

    [Test]
    public async Task A_transaction_is_answered_whole_and_stays_over_a_kill()
    {
        var transaction = new KvRequest
        {
            Op = KvOp.Txn,
            Compare = [new("a", "=", null)],
            Then = [new(KvOp.Put, "a", "1"), new(KvOp.Incr, "n"), new(KvOp.Get, "a")],
            Else = [new(KvOp.Get, "n")],
        };

        Assert.That(await _node.SendAsync(transaction), Is.EqualTo(new KvReply.TxnDone(true, [null, "1", "1"])));
        _node.Kill();
        await _node.StartAsync();

        await Eventually.Async(
            async () => await _node.SendAsync(transaction) is KvReply.TxnDone { Succeeded: false, Results: ["1"] }, () => "the counter is lost");
    }

    [Test]
    public async Task It_tells_its_wall_clock()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var status = await _node.StatusAsync();

        Assert.That(status.ClockMs, Is.InRange(before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task It_tells_its_monotonic_clock()
    {
        var first = await _node.StatusAsync();
        await Task.Delay(50);

        Assert.That((await _node.StatusAsync()).MonotonicMs, Is.GreaterThanOrEqualTo(first.MonotonicMs + 40));
    }

    // A body of many segments does not lie in one piece in the pipe.
    [Test]
    public async Task A_value_of_the_greatest_size_goes_in_and_comes_out()
    {
        var value = string.Concat(Enumerable.Repeat("日", KvLimits.MaxValueChars));

        Assert.That(await _node.SendAsync(Put("big", value)), Is.EqualTo(new KvReply.Ok(null)));
        Assert.That(await _node.SendAsync(Get("big")), Is.EqualTo(new KvReply.Ok(value)));
    }

    [Test]
    public async Task The_longest_request_is_taken_though_all_of_it_is_escaped()
    {
        var value = string.Concat(Enumerable.Repeat("日", KvLimits.MaxValueChars));
        await _node.SendAsync(Put("big", value));

        var cas = new KvRequest { Op = KvOp.Cas, Key = "big", Expected = value, Value = value };

        Assert.That(await _node.SendAsync(cas), Is.EqualTo(new KvReply.Ok(null)));
    }

    [Test]
    public async Task What_would_become_too_long_is_refused_and_the_node_goes_on()
    {
        await _node.SendAsync(Put("big", new string('x', KvLimits.MaxValueChars)));
        var reads = new KvRequest { Op = KvOp.Txn, Then = [.. Enumerable.Repeat(new KvOperationDto(KvOp.Get, "big"), KvLimits.MaxTxnItems)] };

        Assert.That(await _node.SendAsync(new KvRequest { Op = KvOp.Append, Key = "big", Value = "x" }), Is.EqualTo(new KvReply.TooLong("big")));
        Assert.That(await _node.SendAsync(reads), Is.EqualTo(new KvReply.TooLong("big")));
        Assert.That(await _node.SendAsync(Put("big", "small")), Is.EqualTo(new KvReply.Ok(null)));
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
    [TestCase("{\"op\":\"put\",\"key\":\"k\",\"value\":\"v\",\"sequence\":1}", "a sequence without a session")]
    [TestCase("{\"op\":\"put\",\"key\":\"k\",\"value\":\"v\"} {}", "a request and more")]
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
        await _node.SendAsync(Put("x", "1"));

        var lines = (await _node.GetAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines, Has.Some.EqualTo("raft_is_leader 1"));
        Assert.That(lines.Where(line => line[0] != '#'), Has.All.Match(@"^[a-z_]+ \d+$"));
    }

    private long _written;

    /// <summary>Counts upward on one key until the node is gone; returns the last number that was acknowledged.</summary>
    private async Task<long> WriteUntilKilledAsync(long last)
    {
        try
        {
            while (true)
            {
                if (await _node.SendAsync(Put("counter", $"{last + 1}")) is KvReply.Ok)
                    Interlocked.Exchange(ref _written, ++last);
            }
        }
        catch (HttpRequestException)
        {
            return last;
        }
    }

    private static KvRequest Put(string key, string value) => new() { Op = KvOp.Put, Key = key, Value = value };

    private static KvRequest Get(string key) => new() { Op = KvOp.Get, Key = key };
}
