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
public sealed class RaftReplica
{
    private readonly RaftCore _core;
    private readonly LogStore _log;
    private readonly IOutbox _outbox;
    private readonly KvMachine _machine = new();
    private readonly OpenRequests _open = new();

    /// <summary>Effects that stand behind a persist of this batch: they wait for its flush.</summary>
    private readonly Queue<Effect> _held = new();

    /// <summary>Something was written that no flush has made durable.</summary>
    private bool _isDirty;

    private Entry? _lastWritten;

    /// <summary>Recovers what the disk holds and starts as a follower.</summary>
    /// <exception cref="CorruptLogException">The log is damaged in a way that no crash explains; the message says what to do.</exception>
    /// <exception cref="ArgumentException">The configuration cannot run.</exception>
    public RaftReplica(RaftConfig config, RaftRules rules, ReplicaStorage storage, IOutbox outbox)
    {
        _log = storage.Log;
        _outbox = outbox;
        _core = new RaftCore(config, rules, storage.Recovered);
    }

    public Role Role => _core.Role;

    public Term Term => _core.Term;

    public NodeId? Leader => _core.Leader;

    public LogIndex CommitIndex => _core.CommitIndex;

    public LogIndex AppliedIndex { get; private set; }

    public LogIndex LastIndex => _core.LastIndex;

    /// <summary>How often the disk was flushed; many commands may share one.</summary>
    public long Flushes { get; private set; }

    /// <summary>A hash of the replicated state: equal on all replicas that have applied the same index.</summary>
    public ulong StateHash => _machine.StateHash;

    /// <summary>Handles all of a batch; returns when everything that could be done for it is done, and durable where promised.</summary>
    public void Handle(Batch batch)
    {
        foreach (var received in batch.Messages)
            Step(new Input.Receive(received.Message));
        Submit(batch.Requests);
        Step(new Input.Tick(batch.NowMs)); // After the messages, so that a heartbeat already here is heard before a timer fires.
        Flush();
    }

    private void Submit(IReadOnlyList<ClientRequest> requests)
    {
        if (requests.Count == 0)
            return;
        var reads = ImmutableArray.CreateBuilder<long>();
        var proposals = ImmutableArray.CreateBuilder<Proposal>();
        foreach (var request in requests)
        {
            switch (request)
            {
                case ClientRequest.Read read:
                    _open.AddRead(read.Id, read.Key);
                    reads.Add(read.Id);
                    break;
                case ClientRequest.Write write:
                    proposals.Add(new Proposal(write.Id, CommandCodec.Encode(write.Command)));
                    break;
                case ClientRequest.Transfer or ClientRequest.ChangeMembers or ClientRequest.Snapshot:
                    _outbox.Answer(request.Id, new ClientAnswer.Refused("not available"));
                    break;
                default:
                    throw new UnreachableException($"unknown request {request}");
            }
        }

        if (reads.Count > 0)
            Step(new Input.Read(reads.ToImmutable()));
        if (proposals.Count > 0)
            Step(new Input.Propose(proposals.ToImmutable()));
    }

    private void Step(Input input)
    {
        foreach (var effect in _core.Step(input))
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
        _log.Write(persist.HardState, persist.Entries.AsSpan());
        _isDirty = true;
        if (!persist.Entries.IsEmpty)
            _lastWritten = persist.Entries[^1];
    }

    /// <summary>Makes the batch durable, then does what waited for it, and tells the core what its disk now holds.</summary>
    private void Flush()
    {
        if (!_isDirty)
            return;
        _log.Flush();
        _isDirty = false;
        Flushes++;
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
                _outbox.Send(send.Message);
                break;
            case Effect.Apply apply:
                Apply(apply.Entries);
                break;
            case Effect.AcceptProposal accept:
                _open.AddProposal(accept.Index, accept.Term, accept.ProposalId);
                break;
            case Effect.RejectProposal reject:
                _outbox.Answer(reject.ProposalId, new ClientAnswer.NotLeader(reject.Leader));
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
            default:
                throw new UnreachableException($"effect {effect} cannot be executed");
        }
    }

    private void Apply(ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Index != AppliedIndex.Next)
                throw new BrokenPromiseException($"entry {entry} would be applied behind {AppliedIndex}");
            var result = entry.Kind == EntryKind.Command ? _machine.Apply(CommandCodec.Decode(entry.Payload.Span)) : null;
            AppliedIndex = entry.Index;
            if (result is not null && _open.TakeProposal(entry.Index, entry.Term) is { } requestId)
                _outbox.Answer(requestId, new ClientAnswer.Done(result));
        }
    }

    private void AnswerRead(Effect.AnswerRead answer)
    {
        if (AppliedIndex < answer.ReadIndex)
            throw new BrokenPromiseException($"a read at {answer.ReadIndex} would see a state of {AppliedIndex}");
        var value = _machine.Read(_open.TakeRead(answer.ReadId));
        _outbox.Answer(answer.ReadId, new ClientAnswer.Done(new KvResult.Done(value)));
    }

    private void OnRoleChanged(Effect.RoleChanged changed)
    {
        if (changed.Role != Role.Leader)
        {
            foreach (var requestId in _open.TakeAllProposals())
                _outbox.Answer(requestId, new ClientAnswer.Unknown("leadership was lost before the command was committed"));
        }

        _outbox.RoleChanged(changed.Role, changed.Term, changed.Leader);
    }
}
