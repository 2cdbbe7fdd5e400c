using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica.Tracing;
using static RaftTorture.Replica.Tests.Tracing.TracedCluster;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>n1's life with everything in it that a trace can tell, told to a tracer by hand: each event at least once.</summary>
internal sealed class TraceExamples
{
    private static readonly Configuration Founders = Configuration.Of([N1, N2, N3]);
    private static readonly Configuration WithLearner = Founders.With(new MembershipChange.AddLearner(new NodeId(4), "h4:7000"), new LogIndex(5))!;

    private readonly CollectingSink _sink = new();
    private readonly Tracer _tracer;
    private TraceView _now = new(new Term(1), null, Role.Follower, null, LogIndex.Zero, LogIndex.Zero);
    private long _ns = 1_000_000_000;

    private TraceExamples() => _tracer = new Tracer(new TraceHeader("demo", N1, 0x1f2e3d4c5b6a7988), _sink, () => _ns += 1000);

    public static IReadOnlyList<string> Lines()
    {
        var life = new TraceExamples();
        life.Start();
        life.Elect();
        life.Replicate();
        life.TakeSnapshot();
        life.SendToALaggard();
        life.Follow();
        life.Receive();
        life.InstallSnapshot();
        return life._sink.Lines;
    }

    private void Start() => _tracer.Started(
        _now with { LastIndex = new LogIndex(1) },
        new Recovered(new HardState(new Term(1), null), SnapshotMeta.Founding(Founders), LogPosition.Start, [Entry(1, 1)]),
        stateHash: 0xcbf29ce484222325);

    private void Elect()
    {
        _now = _now with { LastIndex = new LogIndex(1) };
        Step(new Input.Tick(0), _now with { Role = Role.PreCandidate });
        _tracer.Sent(new Message.RequestVote(new LogIndex(1), new Term(1), IsPreVote: true) { Term = new Term(2), From = N1, To = N2 });
        Step(
            new Input.Receive(new Message.VoteReply(IsGranted: true, IsPreVote: true) { Term = new Term(2), From = N2, To = N1 }),
            _now with { Role = Role.Candidate, Term = new Term(2), VotedFor = N1 },
            new Effect.Persist(new HardState(new Term(2), N1), []));
        _tracer.Flushed();
        _tracer.Sent(new Message.RequestVote(new LogIndex(1), new Term(1), IsPreVote: false) { Term = new Term(2), From = N1, To = N2 });
        Step(
            new Input.Receive(new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = new Term(2), From = N2, To = N1 }),
            _now with { Role = Role.Leader, Leader = N1, LastIndex = new LogIndex(2) },
            Persist(Entry(2, 2)));
        _tracer.Sent(new Message.AppendEntries(new LogIndex(1), new Term(1), [Entry(2, 2)], LogIndex.Zero, ReadRound: 1) { Term = new Term(2), From = N1, To = N2 });
    }

    private void Replicate()
    {
        Step(
            new Input.Receive(new Message.AppendReply(true, new LogIndex(2), LogIndex.Zero, ReadRound: 1) { Term = new Term(2), From = N2, To = N1 }),
            _now with { CommitIndex = new LogIndex(2) },
            new Effect.Apply([Entry(1, 1), Entry(2, 2)]));
        _tracer.Applied(new LogIndex(1), 0x1111111111111111);
        _tracer.Applied(new LogIndex(2), 0x2222222222222222);
        Step(new Input.Read([7]), _now);
        Step(new Input.Tick(1), _now, new Effect.AnswerRead(7, new LogIndex(2)));
        var change = new Entry(new LogIndex(3), new Term(2), EntryKind.Configuration, ConfigurationCodec.Encode(WithLearner));
        Step(
            new Input.ChangeMembership(8, new MembershipChange.AddLearner(new NodeId(4), "h4:7000")),
            _now with { LastIndex = new LogIndex(3) },
            Persist(change),
            new Effect.Configured(WithLearner));
    }

    private void TakeSnapshot()
    {
        var snapshot = new SnapshotMeta(new LogIndex(2), new Term(2), Founders);
        Step(new Input.RequestSnapshot(), _now, new Effect.TakeSnapshot(snapshot));
        Step(new Input.SnapshotTaken(snapshot), _now, new Effect.Compact(new LogIndex(1)));
    }

    private void SendToALaggard() => _tracer.Sent(
        new Message.InstallSnapshot(Stream: 5, new LogPosition(new LogIndex(2), new Term(2)), Offset: 0, new byte[512], IsLast: false)
        {
            Term = new Term(2),
            From = N1,
            To = new NodeId(4),
        });

    private void Follow()
    {
        Step(
            new Input.Receive(new Message.RequestVote(new LogIndex(3), new Term(2), IsPreVote: false) { Term = new Term(3), From = N3, To = N1 }),
            _now with { Role = Role.Follower, Leader = null, Term = new Term(3), VotedFor = N3 },
            new Effect.Persist(new HardState(new Term(3), N3), []));
        _tracer.Sent(new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = new Term(3), From = N1, To = N3 });
    }

    private void Receive()
    {
        Step(
            new Input.Receive(new Message.AppendEntries(new LogIndex(2), new Term(2), [Entry(3, 3)], new LogIndex(3), ReadRound: 0) { Term = new Term(3), From = N3, To = N1 }),
            _now with { Leader = N3, CommitIndex = new LogIndex(3) },
            Persist(Entry(3, 3)),
            new Effect.Configured(Founders),
            new Effect.Apply([Entry(3, 3)]));
        _tracer.Sent(new Message.AppendReply(true, new LogIndex(3), LogIndex.Zero, ReadRound: 0) { Term = new Term(3), From = N1, To = N3 });
    }

    private void InstallSnapshot()
    {
        var snapshot = new SnapshotMeta(new LogIndex(9), new Term(3), Founders);
        var piece = new Message.InstallSnapshot(Stream: 6, new LogPosition(new LogIndex(9), new Term(3)), Offset: 512, new byte[88], IsLast: true)
        {
            Term = new Term(3),
            From = N3,
            To = N1,
        };
        Step(new Input.Receive(piece), _now, new Effect.StoreSnapshot(piece));
        Step(
            new Input.SnapshotReceived(snapshot),
            _now with { CommitIndex = new LogIndex(9), LastIndex = new LogIndex(9) },
            new Effect.InstallSnapshot(snapshot, KeepsLog: false));
        _tracer.Applied(new LogIndex(9), 0x9999999999999999);
    }

    private void Step(Input input, TraceView after, params IReadOnlyList<Effect> effects)
    {
        _tracer.Stepped(input, effects, after);
        _now = after;
    }

    private static Effect.Persist Persist(params ImmutableArray<Entry> entries) => new(null, entries);

    private static Entry Entry(int index, int term) => new(new LogIndex(index), new Term(term), EntryKind.NoOp, default);
}
