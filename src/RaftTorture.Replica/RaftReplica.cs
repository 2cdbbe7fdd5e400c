using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica;

/// <summary>
/// A Raft server with its body: executes the core's effects, in order, against storage, state machine and outbox.
/// Single-threaded; the host hands it one <see cref="Batch"/> after another.
/// </summary>
public sealed partial class RaftReplica
{
    private readonly RaftCore _core;
    private readonly ReplicaStorage _storage;
    private readonly IOutbox _outbox;
    private readonly ReplicaOptions _options;
    private readonly OpenRequests _open = new();

    /// <summary>What is to be stepped next: an effect may bring an input, and that waits for the effects that stand before it.</summary>
    private readonly Queue<Input> _inputs = new();

    /// <summary>Effects that stand behind something written in this batch: they wait for its flush.</summary>
    private readonly Queue<Effect> _held = new();

    private KvMachine _machine;

    /// <summary>Something was written that no flush has made durable.</summary>
    private bool _isDirty;

    private LogPosition? _lastWritten;

    /// <summary>Starts as a follower, or waits to be added, from what the disk holds.</summary>
    /// <exception cref="CorruptSnapshotException">The snapshot is damaged; the message says what to do.</exception>
    /// <exception cref="ArgumentException">The configuration cannot run.</exception>
    public RaftReplica(RaftConfig config, RaftRules rules, ReplicaStorage storage, IOutbox outbox, ReplicaOptions options)
    {
        _storage = storage;
        _outbox = outbox;
        _options = options;
        _chunkBytes = config.SnapshotChunkBytes;
        _core = new RaftCore(config, rules, storage.Recovered);
        _machine = MachineOf(storage.Recovered.Snapshot);
        AppliedIndex = storage.Recovered.Snapshot.LastIndex;
        _logClock.Hear(_machine.TimeMs, options.NowMs());
        _outbox.Configured(_core.Configuration);
        _options.Observer?.Started(_core, storage.Recovered, StateHash);
    }

    public Role Role => _core.Role;

    public Term Term => _core.Term;

    public NodeId? Leader => _core.Leader;

    public LogIndex CommitIndex => _core.CommitIndex;

    public LogIndex AppliedIndex { get; private set; }

    public LogIndex LastIndex => _core.LastIndex;

    /// <summary>The first entry that is still in the log.</summary>
    public LogIndex FirstIndex => _core.LogStart.Index.Next;

    /// <summary>The last entry that the latest snapshot includes; 0 before any.</summary>
    public LogIndex SnapshotIndex => _core.Snapshot.LastIndex;

    /// <inheritdoc cref="RaftCore.SnapshotTo"/>
    public ImmutableArray<NodeId> SnapshotTo => _core.SnapshotTo;

    /// <summary>The members in force.</summary>
    public Configuration Configuration => _core.Configuration;

    /// <summary>How often the disk was flushed; many commands may share one.</summary>
    public long Flushes { get; private set; }

    /// <summary>A hash of the replicated state: equal on all replicas that have applied the same index.</summary>
    public ulong StateHash => _machine.StateHash;

    /// <summary>Handles all of a batch; returns when everything that could be done for it is done, and durable where promised.</summary>
    public void Handle(Batch batch)
    {
        Step(new Input.Clock(_options.NowMs()));
        foreach (var greeted in batch.Greetings)
            Meet(greeted);
        foreach (var received in batch.Messages)
            Hear(received);
        Submit(batch.Requests);
        Step(new Input.Tick(_options.NowMs())); // After the messages, so that a heartbeat already here is heard before a timer fires.
        FlushAll();
        WriteOwnSnapshot();
        FlushAll();
    }

    private void Hear(Received received)
    {
        if (IsWhoItWas(received))
            Step(new Input.Receive(received.Message));
    }

    /// <summary>Steps the core, and with what its effects bring, until nothing is left to step.</summary>
    private void Step(Input input)
    {
        _inputs.Enqueue(input);
        StepAll();
    }

    private void StepAll()
    {
        while (_inputs.TryDequeue(out var next))
        {
            var effects = _options.Effects(_core.Step(next));
            _options.Observer?.Stepped(next, effects, _core);
            foreach (var effect in effects)
                Take(effect);
        }
    }

    /// <summary>Writes to the log at once, so that one flush serves the batch; everything else keeps its place behind what it rests on.</summary>
    private void Take(Effect effect)
    {
        switch (effect)
        {
            case Effect.Persist persist:
                Write(persist);
                break;
            case Effect.InstallSnapshot install:
                StartLogBehind(install);
                Hold(install);
                break;
            case Effect.Configured configured:
                PinNewMembers(configured.Configuration);
                Hold(configured);
                break;
            default:
                Hold(effect);
                break;
        }
    }

    private void Hold(Effect effect)
    {
        if (_isDirty)
            _held.Enqueue(effect);
        else
            Execute(effect);
    }

    private void Write(Effect.Persist persist)
    {
        _storage.Log.Write(persist.HardState, persist.Entries.AsSpan());
        _isDirty = true;
        if (!persist.Entries.IsEmpty)
            _lastWritten = new LogPosition(persist.Entries[^1].Index, persist.Entries[^1].Term);
    }

    /// <summary>Flushes until nothing is left to be made durable: what waited for one flush may write again.</summary>
    private void FlushAll()
    {
        StepAll();
        while (_isDirty)
            Flush();
    }

    /// <summary>Makes the batch durable, then does what waited for it, and tells the core what its disk now holds.</summary>
    private void Flush()
    {
        _storage.Log.Flush();
        _options.Observer?.Flushed();
        _isDirty = false;
        Flushes++;
        while (!_isDirty && _held.TryDequeue(out var effect))
            Execute(effect);
        if (_lastWritten is { } last)
        {
            _lastWritten = null;
            _inputs.Enqueue(new Input.Persisted(last.Index, last.Term));
        }

        StepAll();
    }

    private void Execute(Effect effect)
    {
        switch (effect)
        {
            case Effect.Send send:
                Send(send.Message);
                break;
            case Effect.Apply apply:
                Apply(apply.Entries);
                break;
            case Effect.AcceptProposal accept:
                _open.AddProposal(accept.Index, accept.Term, accept.ProposalId);
                break;
            case Effect.RejectProposal reject:
                _outbox.Answer(reject.ProposalId, reject.Reason is { } reason ? new ClientAnswer.Refused(reason) : new ClientAnswer.NotLeader(reject.Leader));
                break;
            case Effect.AnswerRead answer:
                AnswerRead(answer);
                break;
            case Effect.RejectRead reject:
                _open.TakeRead(reject.ReadId);
                _outbox.Answer(reject.ReadId, new ClientAnswer.NotLeader(reject.Leader));
                break;
            case Effect.RoleChanged changed:
                OnRoleChanged(changed);
                break;
            case Effect.Configured configured:
                _outbox.Configured(configured.Configuration);
                break;
            case Effect.TransferEnded ended:
                _outbox.Answer(ended.RequestId, ended.Problem is { } problem ? new ClientAnswer.Refused(problem) : new ClientAnswer.Accepted());
                break;
            default:
                ExecuteOnSnapshots(effect);
                break;
        }
    }

    private void Send(Message message)
    {
        _options.Observer?.Sent(message);
        _outbox.Send(message);
    }

    private void OnRoleChanged(Effect.RoleChanged changed)
    {
        if (changed.Role != Role.Leader)
            GiveUpProposals();
        _outbox.RoleChanged(changed.Role, changed.Term, changed.Leader);
    }
}
