using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>A leader waits with its next snapshot for a follower that fetches the last one, as long as that gets on.</summary>
public class TransferPatienceTests
{
    private readonly RaftCore _core;
    private long _nowMs = 300;
    private long _stream;

    public TransferPatienceTests()
    {
        var config = new RaftConfig { Id = N1, Members = [N1, N2, N3], Seed = 1, PreVote = false, CheckQuorum = false, SnapshotThreshold = 2, EntriesKept = 0 };
        _core = new RaftCore(config, RaftRules.Paper, Recovered.Nothing(Configuration.Of(config.Members)));
        foreach (var nowMs in new[] { 0, 149, 298, 300 })
            _core.Step(new Input.Tick(nowMs));
        _core.Step(new Input.Receive(Granted(N2, _core.Term)));
    }

    [Test]
    public void While_it_gets_on_no_new_snapshot_is_taken_and_when_it_does_not_one_is()
    {
        Assert.That(CommitTwo(), Has.One.InstanceOf<Effect.TakeSnapshot>());
        Fetch();
        for (var offset = 100; offset < 2_000; offset += 100)
        {
            Wait(200);
            _core.Step(new Input.Receive(Got(offset)));
            Assert.That(CommitTwo(), Has.None.InstanceOf<Effect.TakeSnapshot>(), "it gets on");
        }

        for (var waitedMs = 0; waitedMs <= 3_000; waitedMs += 200)
        {
            Wait(200);
            _core.Step(new Input.Receive(Got(waitedMs % 400)));
        }

        Assert.That(CommitTwo(), Has.One.InstanceOf<Effect.TakeSnapshot>(), "it begins anew for ever");
    }

    /// <summary>The snapshot is taken, the log goes, and n3, which has nothing, begins to fetch.</summary>
    private void Fetch()
    {
        _core.Step(new Input.SnapshotTaken(new SnapshotMeta(_core.CommitIndex, _core.Term, _core.Configuration)));
        var effects = _core.Step(new Input.Receive(NotBehind(N3, (int)_core.Term.Value, (int)_core.LastIndex.Value, tryNext: 0)));
        _stream = effects.OfType<Effect.SendSnapshot>().Single().Stream;
    }

    private Message.SnapshotReply Got(long offset) => new(_stream, offset) { Term = _core.Term, From = N3, To = N1 };

    private void Wait(int elapsedMs) => _core.Step(new Input.Tick(_nowMs += elapsedMs));

    private List<Effect> CommitTwo() =>
    [
        .. _core.Step(new Input.Propose([new Proposal(1, default), new Proposal(2, default)])),
        .. _core.Step(new Input.Persisted(_core.LastIndex, _core.Term)),
        .. _core.Step(new Input.Receive(Agreed(N2, _core.Term, (int)_core.LastIndex.Value))),
    ];
}
