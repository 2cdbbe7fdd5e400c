using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Replica.Tracing;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>A core that is driven and traced as a replica drives and traces its own: it holds what stands behind a persist until the flush.</summary>
internal sealed class TracedNode(NodeId id, ImmutableArray<NodeId> members, CollectingSink sink, Func<long> nowNs)
{
    private readonly Queue<Effect> _held = new();
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
        Outbox.Clear();
        (_isDirty, _lastWritten, AppliedIndex) = (false, null, LogIndex.Zero);
        (_writtenState, _writtenLog) = (_durableState, _durableLog);
        var config = new RaftConfig { Id = Id, Members = members, Seed = ((ulong)Id.Value << 32) + ++_lives, PreVote = false, CheckQuorum = false };
        var recovered = Recovered.Log(Configuration.Of(members), _durableState, _durableLog);
        Core = new RaftCore(config, RaftRules.Paper, recovered);
        _tracer = new Tracer(new TraceHeader("test", Id, 0xfeed), sink, nowNs);
        _tracer.Started(TraceView.Of(Core), recovered, stateHash: 0);
    }

    /// <summary>One batch: inputs, then a flush.</summary>
    public void Handle(params IReadOnlyList<Input> inputs)
    {
        foreach (var input in inputs)
            Step(input);
        Flush();
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
        _writtenLog = [.. _writtenLog[..(int)persist.Entries[0].Index.Previous.Value], .. persist.Entries];
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
        if (effect is Effect.Send send)
        {
            _tracer!.Sent(send.Message);
            Outbox.Add(send.Message);
        }
        else if (effect is Effect.Apply apply)
        {
            foreach (var entry in apply.Entries)
                _tracer!.Applied(AppliedIndex = entry.Index, stateHash: (ulong)entry.Index.Value);
        }
    }
}
