using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Limits that count bytes: few big entries must not fill a follower's memory, nor the own.</summary>
public class ByteLimitTests
{
    private const int Kilobyte = 1024;

    private long _lastProposal;

    [Test]
    public void No_more_bytes_are_on_their_way_to_a_follower_than_allowed()
    {
        var core = Leader(config => config with { MaxBytesPerAppend = 2 * Kilobyte, MaxBytesInFlight = 4 * Kilobyte });
        var sent = Enumerable.Range(0, 10).SelectMany(_ => Propose(core, Kilobyte)).ToList();
        Assert.That(BytesTo(N2, sent), Is.EqualTo(4 * Kilobyte));

        var afterAnswer = core.Step(new Input.Receive(Agreed(N2, core.Term, match: 3)));
        Assert.That(BytesTo(N2, afterAnswer), Is.EqualTo(2 * Kilobyte), "two entries were acknowledged, and the leader's own empty one");
    }

    [Test]
    public void An_entry_bigger_than_the_limit_goes_alone()
    {
        var core = Leader(config => config with { MaxBytesPerAppend = 2 * Kilobyte, MaxBytesInFlight = 4 * Kilobyte });
        var sent = Propose(core, 9 * Kilobyte).Concat(Propose(core, 1)).ToList();
        Assert.That(BytesTo(N2, sent), Is.EqualTo(9 * Kilobyte));
    }

    [Test]
    public void A_snapshot_is_due_after_so_many_bytes_however_few_the_entries()
    {
        var core = Leader(config => config with { SnapshotThresholdBytes = 8 * Kilobyte });
        Assert.That(Commit(core, 7 * Kilobyte).OfType<Effect.TakeSnapshot>(), Is.Empty);
        Assert.That(Commit(core, Kilobyte).OfType<Effect.TakeSnapshot>().Single().Snapshot.LastIndex, Is.EqualTo(core.CommitIndex));
    }

    [Test]
    public void Behind_a_snapshot_stay_no_more_bytes_than_make_one_due()
    {
        var core = Leader(config => config with { SnapshotThresholdBytes = 8 * Kilobyte, EntriesKept = 100 });
        var taken = Enumerable.Range(0, 3).SelectMany(_ => Commit(core, 3 * Kilobyte)).OfType<Effect.TakeSnapshot>().Single();
        core.Step(new Input.SnapshotTaken(taken.Snapshot));
        Assert.That(core.Entries.Sum(entry => entry.Payload.Length), Is.EqualTo(6 * Kilobyte));
    }

    /// <summary>n1 leads n2 and n3, whose logs have met; its own empty entry is committed.</summary>
    private static RaftCore Leader(Func<RaftConfig, RaftConfig> configure)
    {
        var config = configure(new RaftConfig { Id = N1, Members = [N1, N2, N3], Seed = 1, PreVote = false, CheckQuorum = false });
        var core = new RaftCore(config, RaftRules.Paper, Recovered.Nothing(Configuration.Of(config.Members)));
        core.Step(new Input.Tick(0));
        core.Step(new Input.Tick(149));
        core.Step(new Input.Tick(298));
        core.Step(new Input.Tick(300));
        core.Step(new Input.Receive(Granted(N2, core.Term)));
        core.Step(new Input.Persisted(core.LastIndex, core.Term));
        core.Step(new Input.Receive(Agreed(N2, core.Term, match: 1)));
        return core;
    }

    private IReadOnlyList<Effect> Propose(RaftCore core, int payloadBytes) =>
        core.Step(new Input.Propose([new Proposal(++_lastProposal, new byte[payloadBytes])]));

    private List<Effect> Commit(RaftCore core, int payloadBytes) =>
    [
        .. Propose(core, payloadBytes),
        .. core.Step(new Input.Persisted(core.LastIndex, core.Term)),
        .. core.Step(new Input.Receive(Agreed(N2, core.Term, (int)core.LastIndex.Value))),
    ];

    private static int BytesTo(NodeId follower, IEnumerable<Effect> effects) =>
        effects.OfType<Effect.Send>().Select(send => send.Message).OfType<Message.AppendEntries>()
            .Where(append => append.To == follower).Sum(append => append.Entries.Sum(entry => entry.Payload.Length));
}
