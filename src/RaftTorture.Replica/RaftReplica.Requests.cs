using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Clients: from request to answer.</summary>
public sealed partial class RaftReplica
{
    private readonly LogClock _logClock = new();

    private void Submit(IReadOnlyList<ClientRequest> requests)
    {
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
                    proposals.Add(new Proposal(write.Id, CommandCodec.Encode(_logClock.Stamp(_options.NowMs()), write.Command)));
                    break;
                default:
                    SubmitOperation(request);
                    break;
            }
        }

        if (reads.Count > 0)
            Step(new Input.Read(reads.ToImmutable()));
        if (proposals.Count > 0)
            Step(new Input.Propose(proposals.ToImmutable()));
    }

    private void SubmitOperation(ClientRequest request)
    {
        switch (request)
        {
            case ClientRequest.Transfer transfer:
                Step(new Input.TransferLeadership(transfer.Id, transfer.Target));
                break;
            case ClientRequest.ChangeMembers change:
                Step(new Input.ChangeMembership(change.Id, change.Change));
                break;
            case ClientRequest.Snapshot snapshot:
                _snapshotRequests.Add((snapshot.Id, AppliedIndex));
                break;
            default:
                throw new UnreachableException($"unknown request {request}");
        }
    }

    private void Apply(ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Index != AppliedIndex.Next)
                throw new BrokenPromiseException($"entry {entry} would be applied behind {AppliedIndex}");
            var answer = Apply(entry);
            AppliedIndex = entry.Index;
            _options.Observer?.Applied(AppliedIndex, StateHash);
            if (answer is not null && _open.TakeProposal(entry.Index, entry.Term) is { } requestId)
                _outbox.Answer(requestId, answer);
        }
    }

    private ClientAnswer? Apply(Entry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.NoOp:
                return null;
            case EntryKind.Configuration:
                return new ClientAnswer.Accepted();
            case EntryKind.Command:
                var (timeMs, command) = CommandCodec.Decode(entry.Payload.Span);
                _logClock.Hear(timeMs, _options.NowMs());
                return new ClientAnswer.Done(_machine.Apply(entry.Index.Value, timeMs, command));
            default:
                throw new UnreachableException($"{entry.Kind}");
        }
    }

    /// <summary>Reads the state, and only then looks at the clock: if the lease still holds now, it held while the state was read.</summary>
    private void AnswerRead(Effect.AnswerRead answer)
    {
        if (AppliedIndex < answer.ReadIndex)
            throw new BrokenPromiseException($"a read at {answer.ReadIndex} would see a state of {AppliedIndex}");
        var value = _machine.Read(_open.KeyOf(answer.ReadId));
        if (_options.NowMs() is var nowMs && nowMs >= answer.LeaseEndMs)
        {
            _inputs.Enqueue(new Input.Clock(nowMs));
            _inputs.Enqueue(new Input.Read([answer.ReadId]));
            return;
        }

        _open.TakeRead(answer.ReadId);
        _outbox.Answer(answer.ReadId, new ClientAnswer.Done(new KvResult.Done(value)));
    }

    private void GiveUpProposals()
    {
        foreach (var requestId in _open.TakeAllProposals())
            _outbox.Answer(requestId, new ClientAnswer.Unknown("leadership was lost before the command was committed"));
    }
}
