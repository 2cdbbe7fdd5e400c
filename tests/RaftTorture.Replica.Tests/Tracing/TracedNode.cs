using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica.Tracing;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>A core that is driven and traced as a replica drives and traces its own: it holds what stands behind a persist until the flush.</summary>
internal sealed class TracedNode(NodeId id, ImmutableArray<NodeId> members, CollectingSink sink, Func<long> nowNs)
{
    private readonly Queue<Effect> _held = new();
    private readonly Queue<Input> _tidings = new();
    private SnapshotMeta _snapshot = SnapshotMeta.Founding(Configuration.Of(members));
    private LogPosition _logStart = LogPosition.Start;
    private HardState _durableState = HardState.Initial;
    private ImmutableArray<Entry> _durableLog = [];
    private HardState _writtenState;
    private ImmutableArray<Entry> _writtenLog = [];
    private bool _isDirty;
    private Entry? _lastWritten;
    private ulong _lives;
    private Tracer? _tracer;

    public NodeId Id { get; } = id;

    public RaftCore Core { get; private set; } = null!;

    public LogIndex AppliedIndex { get; private set; }

    /// <summary>What it has sent since somebody last took it.</summary>
    public List<Message> Outbox { get; } = [];

    /// <summary>Starts, or starts again after a crash, from what was durable.</summary>
    public void Start()
    {
        _held.Clear();
        _tidings.Clear();
        Outbox.Clear();
        (_isDirty, _lastWritten, AppliedIndex) = (false, null, _snapshot.LastIndex);
        (_writtenState, _writtenLog) = (_durableState, _durableLog);
        var recovered = new Recovered(_durableState, _snapshot, _logStart, _durableLog);
        Core = new RaftCore(Config(), RaftRules.Paper, recovered);
        _tracer = new Tracer(new TraceHeader("test", Id, 0xfeed), sink, nowNs);
        _tracer.Started(TraceView.Of(Core), recovered, stateHash: 0);
    }

    /// <summary>One batch: inputs, then a flush.</summary>
    public void Handle(params IReadOnlyList<Input> inputs)
    {
        foreach (var input in inputs)
            Step(input);
        Flush();
        while (_tidings.TryDequeue(out var input))
        {
            Step(input);
            Flush();
        }
    }

    /// <summary>Inputs whose flush never comes, because the node dies before.</summary>
    public void HandleAndCrash(params IReadOnlyList<Input> inputs)
    {
        foreach (var input in inputs)
            Step(input);
        Start();
    }

    private void Step(Input input)
    {
        var effects = Core.Step(input);
        _tracer!.Stepped(input, effects, TraceView.Of(Core));
        foreach (var effect in effects)
        {
            if (effect is Effect.Persist persist)
                Write(persist);
            else if (_isDirty)
                _held.Enqueue(effect);
            else
                Execute(effect);
        }
    }

    private void Write(Effect.Persist persist)
    {
        _isDirty = true;
        _writtenState = persist.HardState ?? _writtenState;
        if (persist.Entries.IsEmpty)
            return;
        _writtenLog = [.. _writtenLog.Where(entry => entry.Index < persist.Entries[0].Index), .. persist.Entries];
        _lastWritten = persist.Entries[^1];
    }

    private void Flush()
    {
        if (!_isDirty)
            return;
        (_durableState, _durableLog) = (_writtenState, _writtenLog);
        _isDirty = false;
        _tracer!.Flushed();
        while (_held.TryDequeue(out var effect))
            Execute(effect);
        if (_lastWritten is not { } last)
            return;
        _lastWritten = null;
        Step(new Input.Persisted(last.Index, last.Term));
    }

    private void Execute(Effect effect)
    {
        switch (effect)
        {
            case Effect.Send send:
                Send(send.Message);
                break;
            case Effect.Apply apply:
                foreach (var entry in apply.Entries)
                    Applied(entry.Index);
                break;
            case Effect.TakeSnapshot take:
                _snapshot = take.Snapshot;
                _tidings.Enqueue(new Input.SnapshotTaken(take.Snapshot));
                break;
            case Effect.Compact compact:
                CutLog(new LogPosition(compact.UpTo, _durableLog.First(entry => entry.Index == compact.UpTo).Term), keepsRest: true);
                break;
            case Effect.SendSnapshot send when send.Snapshot.Index == _snapshot.LastIndex:
                Send(new Message.InstallSnapshot(send.Stream, send.Snapshot, Offset: 0, ConfigurationCodec.Encode(_snapshot.Configuration), IsLast: true)
                {
                    Term = send.Term,
                    From = Id,
                    To = send.To,
                });
                break;
            case Effect.StoreSnapshot { Piece: var piece }:
                _tidings.Enqueue(new Input.SnapshotReceived(
                    new SnapshotMeta(piece.Snapshot.Index, piece.Snapshot.Term, ConfigurationCodec.Decode(piece.Data.Span))));
                break;
            case Effect.InstallSnapshot install:
                _snapshot = install.Snapshot;
                CutLog(new LogPosition(_snapshot.LastIndex, _snapshot.LastTerm), install.KeepsLog);
                Applied(_snapshot.LastIndex);
                break;
            default:
                break; // Clients and observers: nobody is there.
        }
    }

    private void Send(Message message)
    {
        _tracer!.Sent(message);
        Outbox.Add(message);
    }

    private void Applied(LogIndex index) => _tracer!.Applied(AppliedIndex = index, stateHash: (ulong)index.Value);

    private void CutLog(LogPosition start, bool keepsRest)
    {
        _logStart = start;
        _durableLog = _durableLog.RemoveAll(entry => !keepsRest || entry.Index <= start.Index);
        _writtenLog = _writtenLog.RemoveAll(entry => !keepsRest || entry.Index <= start.Index);
    }

    private RaftConfig Config() => new()
    {
        Id = Id,
        Members = members,
        Seed = ((ulong)Id.Value << 32) + ++_lives,
        PreVote = false,
        CheckQuorum = false,
        SnapshotThreshold = 5,
        EntriesKept = 2,
    };
}
