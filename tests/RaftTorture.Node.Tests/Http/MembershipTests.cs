using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Http;

/// <summary>An operator at work on real nodes: three found a cluster, a fourth waits to be added.</summary>
public class MembershipTests
{
    private TemporaryDirectory _directory = null!;
    private Operator _operator = null!;
    private TestNode[] _founders = [];
    private TestNode _newcomer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _operator = new Operator(_directory.Path);
        var nodes = TestNode.Cluster(4, _directory.Path, "--election-timeout-ms", "1000-2000", "--heartbeat-ms", "100");
        _founders = [.. nodes.Take(3).Select(node => _operator.Equip(node.WithoutPeer("n4")))];
        _newcomer = _operator.Equip(nodes[3].WithoutPeer("n1").WithoutPeer("n2").WithoutPeer("n3")).With("--join"); // It answers where its callers say.
        await Task.WhenAll(_founders.Append(_newcomer).Select(node => node.StartAsync()));
    }

    [TearDown]
    public void Stop()
    {
        foreach (var node in _founders)
            node.Dispose();
        _newcomer.Dispose();
        _operator.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_node_is_added_catches_up_and_gets_a_vote()
    {
        var leader = await LeaderAsync();
        await leader.SendAsync(new KvRequest { Op = KvOp.Put, Key = "x", Value = "8" });

        await DoneAsync(() => _operator.ChangeAsync(leader, MemberChange.AddLearner, "n4", AddressOf(_newcomer)));
        await DoneAsync(() => _operator.ChangeAsync(leader, MemberChange.Promote, "n4"));

        await Eventually.Async(async () => (await _newcomer.StatusAsync()).Voters.Contains("n4"), () => $"n4 does not know of its vote:\n{_newcomer.Output}");
        Assert.That((await _operator.MembersAsync(leader)).Members.Single(member => member.Id == "n4"), Is.EqualTo(new MemberDto("n4", "voter", AddressOf(_newcomer))));
    }

    [Test]
    public async Task A_removed_node_is_asked_no_more()
    {
        var leader = await LeaderAsync();
        var gone = _founders.First(node => node != leader);

        await DoneAsync(() => _operator.ChangeAsync(leader, MemberChange.Remove, gone.Name));
        gone.Kill();

        Assert.That(await leader.SendAsync(new KvRequest { Op = KvOp.Put, Key = "x", Value = "8" }), Is.InstanceOf<KvReply.Ok>());
        Assert.That((await leader.StatusAsync()).Voters, Has.Count.EqualTo(2).And.No.Member(gone.Name));
    }

    [Test]
    public async Task Leadership_is_handed_over_to_whom_the_operator_names()
    {
        var leader = await LeaderAsync();
        var next = _founders.First(node => node != leader);

        await DoneAsync(() => _operator.TransferAsync(leader, next.Name));

        await Eventually.Async(async () => (await next.StatusAsync()).Role == "leader", () => $"{next.Name} does not lead:\n{next.Output}");
    }

    [Test]
    public async Task A_follower_sends_the_operator_to_the_leader()
    {
        var leader = await LeaderAsync();
        var follower = _founders.First(node => node != leader);
        await Eventually.Async(async () => (await follower.StatusAsync()).Leader == leader.Name, () => "the follower knows no leader");

        Assert.That(await _operator.ChangeAsync(follower, MemberChange.Remove, "n1"), Is.EqualTo(new AdminReply.NotLeader(leader.Name)));
    }

    [Test]
    public async Task A_snapshot_is_taken_when_asked_for()
    {
        var leader = await LeaderAsync();
        await leader.SendAsync(new KvRequest { Op = KvOp.Put, Key = "x", Value = "8" });

        await DoneAsync(() => _operator.SnapshotAsync(leader));

        Assert.That((await leader.StatusAsync()).Snapshot, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task A_wiped_disk_does_not_come_back_as_its_old_self()
    {
        var leader = await LeaderAsync();
        await Eventually.Async(async () => (await Task.WhenAll(_founders.Select(node => node.StatusAsync()))).All(status => status.Applied > 0), () => "not all follow");
        var wiped = _founders.First(node => node != leader);
        wiped.Kill();
        Directory.Delete(wiped.Argument("--data"), recursive: true);

        await wiped.StartAsync();

        await Eventually.Async(() => Task.FromResult(leader.Output.Contains($"{wiped.Name} is not heard")), () => $"the wiped node is heard:\n{leader.Output}");
        Assert.That((await leader.StatusAsync()).Role, Is.EqualTo("leader"));
    }

    /// <summary>Asks until it is done: a step is refused while the one before is not committed, or the learner lags.</summary>
    private static async Task DoneAsync(Func<Task<AdminReply>> ask)
    {
        AdminReply? last = null;
        await Eventually.Async(async () => (last = await ask()) is AdminReply.Ok, () => $"the last answer is {last}");
    }

    private static string AddressOf(TestNode node) => $"127.0.0.1:{node.PeerPort}";

    private async Task<TestNode> LeaderAsync()
    {
        TestNode? leader = null;
        await Eventually.Async(
            async () =>
            {
                foreach (var node in _founders)
                {
                    if ((await node.StatusAsync()) is { Role: "leader", Commit: > 0 })
                        leader = node;
                }

                return leader is not null;
            },
            () => "no leader is elected");
        return leader!;
    }
}
