namespace RaftTorture.Node.Tests;

/// <summary>What ends a node: its parent if it is watched, else the signals that end any program.</summary>
[Platform(Exclude = "Win", Reason = "sends POSIX signals")]
public class SignalTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void MakeDirectory() => _directory = new TemporaryDirectory();

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    [Test]
    public async Task A_watched_node_serves_on_after_a_signal_and_ends_with_its_parent([Values("INT", "TERM", "HUP")] string signal)
    {
        using var node = TestNode.Cluster(1, _directory.Path)[0];
        await node.StartAsync();

        await node.SignalAsync(signal);

        await Eventually.Async(() => Task.FromResult(node.Output.Contains($"SIG{signal} ignored")), () => $"it did not hear the signal:\n{node.Output}");
        Assert.That(await node.GetAsync("/healthz"), Is.EqualTo("ok\n"));
        node.CloseInput();
        Assert.That(await node.EndAsync(), Is.Zero);
        Assert.That(node.Output, Does.Contain("the parent is gone"));
    }

    [Test]
    public async Task A_node_that_nobody_watches_stops_in_good_order_at_a_signal([Values("INT", "TERM")] string signal)
    {
        using var node = TestNode.Cluster(1, _directory.Path)[0].Without("--parent-watch");
        await node.StartAsync();

        await node.SignalAsync(signal);

        Assert.That(await node.EndAsync(), Is.Zero);
    }
}
