using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Operations;

/// <summary>A real node alone whose snapshots take a while, killed in the middle of them, or with a damaged one.</summary>
public class SnapshotCrashTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode _node = null!;

    private string Data => _node.Argument("--data");

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _node = TestNode.Cluster(1, _directory.Path, "--snapshot-threshold", "10", "--entries-kept", "2", "--segment-bytes", "65536")[0];
        await _node.StartAsync();
    }

    [TearDown]
    public void Stop()
    {
        _node.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task Every_acknowledged_write_survives_kills_in_the_middle_of_snapshots()
    {
        for (var i = 0; i < 40; i++)
            await PutAsync($"ballast-{i}", new string('x', 60_000));
        var counter = 0;
        for (var life = 0; life < 5; life++)
        {
            do
                await PutAsync("counter", $"{++counter}");
            while (!File.Exists(Path.Combine(Data, "snapshot-draft.part")));
            _node.Kill();
            await _node.StartAsync();
            await Eventually.Async(
                async () => await _node.SendAsync(new KvRequest { Op = KvOp.Get, Key = "counter" }) is KvReply.Ok { Value: { } value } && value == $"{counter}",
                () => $"write {counter} was acknowledged and is lost in life {life}");
        }
    }

    [Test]
    public async Task A_damaged_snapshot_is_refused_with_the_file_the_place_and_what_to_do()
    {
        for (var i = 0; i < 30; i++)
            await PutAsync($"key-{i}", new string('x', 100));
        await Eventually.Async(async () => (await _node.StatusAsync()).Snapshot > 0, () => "no snapshot is taken");
        _node.Kill();
        var snapshot = Directory.GetFiles(Data, "snapshot-????????????????-????????????????").Single();
        var bytes = await File.ReadAllBytesAsync(snapshot);
        bytes[^100] ^= 0xFF;
        await File.WriteAllBytesAsync(snapshot, bytes);

        var (exitCode, error) = await TestNode.RunToEndAsync(_node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain(snapshot).And.Contain("corrupt at byte").And.Contain("remove it from the cluster"));
    }

    private Task PutAsync(string key, string value) => Eventually.Async(
        async () => await _node.SendAsync(new KvRequest { Op = KvOp.Put, Key = key, Value = value }) is KvReply.Ok, () => "a write is not acknowledged");
}
