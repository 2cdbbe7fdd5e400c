using System.Diagnostics;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Options;

/// <summary>Knobs that are not the protocol's reach what they turn, on a real node.</summary>
public class KnobTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode? _node;

    private string DataDirectory => Path.Combine(_directory.Path, "n1");

    [SetUp]
    public void Create() => _directory = new TemporaryDirectory();

    [TearDown]
    public void Stop()
    {
        _node?.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_session_that_nobody_uses_expires()
    {
        var node = await StartAsync("--session-ttl-ms", "1");
        var opened = (KvReply.Opened)await node.SendAsync(KvRequest.Open);
        var sequence = 0L;

        await Eventually.Async(
            async () => await node.SendAsync(Put("x", "1") with { Session = opened.Session, Sequence = ++sequence }) is KvReply.SessionExpired, () => "it lives on");
    }

    [Test]
    public async Task The_log_is_cut_into_files_of_the_size_asked_for()
    {
        var node = await StartAsync("--segment-bytes", "4096");

        for (var i = 0; i < 20; i++)
            await node.SendAsync(Put($"k{i}", new string('x', 1024)));

        Assert.That(Directory.GetFiles(DataDirectory, "log-*"), Has.Length.GreaterThan(3));
    }

    [Test]
    public async Task A_trace_begins_with_who_writes_it()
    {
        var file = Path.Combine(_directory.Path, "trace");
        await StartAsync("--trace", file);
        _node!.Kill();

        Assert.That((await File.ReadAllLinesAsync(file))[0], Does.Contain("\"tag\":\"header\"").And.Contain("\"nid\":\"1\""));
    }

    /// <summary>Only the least time is looked at: that much a delay must cost on any machine.</summary>
    [TestCase("--fsync-delay-ms")]
    [TestCase("--apply-delay-ms")]
    public async Task A_write_takes_longer_on_a_slow_disk_and_on_a_slow_machine(string knob)
    {
        var node = await StartAsync(knob, "300", "--election-timeout-ms", "3000-6000", "--heartbeat-ms", "500");
        var since = Stopwatch.StartNew();

        await node.SendAsync(Put("x", "1"));
        await node.SendAsync(Put("x", "2"));

        Assert.That(since.ElapsedMilliseconds, Is.GreaterThanOrEqualTo(300));
    }

    private async Task<TestNode> StartAsync(params string[] knobs)
    {
        _node = TestNode.Cluster(1, _directory.Path, knobs)[0];
        await _node.StartAsync();
        await Eventually.Async(async () => (await _node.StatusAsync()) is { Role: "leader", Applied: > 0 }, () => "no leader of one");
        return _node;
    }

    private static KvRequest Put(string key, string value) => new() { Op = KvOp.Put, Key = key, Value = value };
}
