using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Operations;

/// <summary>What operators do with a cluster of real nodes.</summary>
public class OperationsTests
{
    private OperatedCluster _cluster = null!;

    [SetUp]
    public async Task StartAsync() => _cluster = await OperatedCluster.StartAsync();

    [TearDown]
    public void Stop() => _cluster.Dispose();

    [Test]
    public async Task A_node_that_joins_catches_up_by_a_snapshot_is_promoted_and_can_be_removed()
    {
        await _cluster.WriteAsync(120);
        var joiner = _cluster.Joiner("n4");
        await joiner.StartAsync();

        await _cluster.ChangeAsync(MemberChange.AddLearner, joiner, $"127.0.0.1:{joiner.PeerPort}");
        await _cluster.CatchesUpAsync(joiner);
        var learnt = await joiner.StatusAsync();
        await _cluster.ChangeAsync(MemberChange.Promote, joiner);
        await _cluster.WriteAsync(1);
        var promoted = await (await _cluster.LeaderAsync()).StatusAsync();
        await _cluster.ChangeAsync(MemberChange.Remove, joiner);

        Assert.That(learnt.Learners, Is.EqualTo(new[] { "n4" }));
        Assert.That(learnt.FirstIndex, Is.GreaterThan(1), "it never had what came before");
        Assert.That(promoted.Voters, Does.Contain("n4"));
        Assert.That((await (await _cluster.LeaderAsync()).StatusAsync()).Voters, Is.EqualTo(new[] { "n1", "n2", "n3" }));
    }

    // The leader itself gives up after one election timeout, and says so: an answer of ok was in time.
    [Test]
    public async Task Leadership_is_handed_to_whom_the_operator_says()
    {
        await _cluster.WriteAsync(3);
        var old = await _cluster.LeaderAsync();
        var successor = _cluster.Nodes.First(node => node != old);

        var reply = await _cluster.TransferAsync(old, successor);

        Assert.That(reply, Is.EqualTo(new AdminReply.Ok()));
        await Eventually.Async(async () => (await successor.StatusAsync()).Role == "leader", () => $"{successor.Name} does not lead");
        await _cluster.WriteAsync(1);
    }

    [Test]
    public async Task A_node_whose_data_directory_was_wiped_is_refused_until_it_is_removed_and_added_again()
    {
        await _cluster.WriteAsync(60);
        var leader = await _cluster.LeaderAsync();
        var wiped = _cluster.Nodes.First(node => node != leader);
        var old = (await wiped.StatusAsync()).Incarnation;
        wiped.Kill();
        Directory.Delete(wiped.Argument("--data"), recursive: true);
        await wiped.StartAsync();

        await Eventually.Async(
            () => Task.FromResult(leader.Output.Contains($"{wiped.Name} is not heard: its data directory is not the one it had")), () => $"no warning:\n{leader.Output}");
        Assert.That(leader.Output, Does.Contain($"known is {old}").And.Contain("remove it and add it again"));
        Assert.That(leader.Output.Split('\n').Count(line => line.Contains("is not heard")), Is.EqualTo(1), leader.Output);

        await _cluster.ChangeAsync(MemberChange.Remove, wiped);
        await _cluster.ChangeAsync(MemberChange.AddLearner, wiped, $"127.0.0.1:{wiped.PeerPort}");
        await _cluster.ChangeAsync(MemberChange.Promote, wiped);
        _cluster.Nodes.First(node => node != leader && node != wiped).Kill();
        await _cluster.WriteAsync(1); // Its word counts again: without it there is no majority.
    }

    [Test]
    public async Task A_node_with_many_segments_and_a_snapshot_comes_back_as_it_was()
    {
        await _cluster.WriteAsync(250);
        var node = _cluster.Nodes[1];
        await _cluster.CatchesUpAsync(node);
        var before = await node.StatusAsync();
        Assert.That(Directory.GetFiles(node.Argument("--data"), "log-*"), Has.Length.GreaterThan(1));
        Assert.That(Directory.GetFiles(node.Argument("--data"), "log-0000000000000001"), Is.Empty, "old segments go");

        node.Kill();
        await node.StartAsync();
        await _cluster.CatchesUpAsync(node);

        var after = await node.StatusAsync();
        Assert.That((after.Snapshot, after.Incarnation), Is.EqualTo((before.Snapshot, before.Incarnation)));
        await Eventually.Async(
            async () => (await Task.WhenAll(_cluster.Nodes.Select(each => each.StatusAsync()))).Select(status => (status.Applied, status.StateHash)).Distinct().Count() == 1,
            () => "the nodes' states differ");
    }
}
