using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Nodes;

namespace RaftTorture.Simulation.Watching;

/// <summary>Shows one life of a node to the judges, and keeps the account of what its disk holds.</summary>
internal sealed class NodeWatch(SimulatedNode node, DiskShadow shadow, Judges judges, StepLog steps) : IReplicaObserver
{
    private readonly Queue<Entry> _toApply = [];
    private readonly Dictionary<long, (LogIndex Index, Term Term, long? LeaseEndMs)> _reads = [];
    private LogIndex _applied;
    private Configuration _configuration = Configuration.Empty;

    public void Started(RaftCore core, Recovered recovered, ulong stateHash)
    {
        shadow.Settle(recovered);
        _configuration = core.Configuration;
        judges.Started(core, node.Life, shadow.Storage);
        if (recovered.Snapshot.LastIndex > LogIndex.Zero)
            judges.Restored(node.Id, node.Life, new SnapshotView(recovered.Snapshot, stateHash));
        _applied = recovered.Snapshot.LastIndex;
    }

    /// <summary>Looks at the core unless nothing came of the step: none changes a log, a vote or a commit without an effect.</summary>
    public void Stepped(Input input, IReadOnlyList<Effect> effects, RaftCore core)
    {
        if (SavedIn(input) is { } snapshot)
            shadow.Save(snapshot);
        if (effects.Count == 0)
            return;
        steps.Add(node.Id, input, effects);
        shadow.Write(effects);
        _configuration = core.Configuration;
        foreach (var effect in effects)
            Expect(effect, core.Term);
        judges.Stepped(core, node.Life);
    }

    public void Flushed()
    {
        shadow.Flush(node.Disk);
        judges.Flushed();
    }

    public void Sent(Message message) => judges.Sent(message, shadow.Storage);

    public void Applied(LogIndex index, ulong stateHash)
    {
        while (_toApply.TryPeek(out var skipped) && skipped.Index < index)
            _toApply.Dequeue(); // A snapshot was installed instead.
        if (index == _applied.Next && _toApply.TryPeek(out var entry) && entry.Index == index)
            judges.Applied(node.Id, node.Life, _toApply.Dequeue(), stateHash);
        else
            judges.Restored(node.Id, node.Life, new SnapshotView(shadow.Storage.Snapshot ?? SnapshotMeta.Founding(_configuration), stateHash));
        _applied = index;
    }

    /// <summary>A client is told what the state machine holds.</summary>
    public void ReadAnswered(long readId, LogIndex applied)
    {
        if (!_reads.Remove(readId, out var read))
            return;
        if (read.LeaseEndMs is { } endMs)
            judges.Leased(node.Id, read.Term, node.TrueMsAt(endMs));
        judges.ReadAnswered(readId, read.Index, applied);
    }

    private static SnapshotMeta? SavedIn(Input input) => input switch
    {
        Input.SnapshotTaken taken => taken.Snapshot,
        Input.SnapshotReceived received => received.Snapshot,
        _ => null,
    };

    private void Expect(Effect effect, Term term)
    {
        if (effect is Effect.Apply apply)
        {
            foreach (var entry in apply.Entries)
                _toApply.Enqueue(entry);
        }
        else if (effect is Effect.AnswerRead answer)
        {
            _reads[answer.ReadId] = (answer.ReadIndex, term, answer.LeaseEndMs);
        }
    }
}
