using System.Collections.Immutable;
using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>
/// Tells what a replica does, a line an event, in etcd raft's words where it has some; <c>src/README.md</c> lists the lines. The replica
/// calls it at a few places and pays a null check where nobody traces.
/// </summary>
/// <param name="header">Whose trace it is.</param>
/// <param name="sink">Takes the lines.</param>
/// <param name="nowNs">A monotonic clock, nanoseconds; traces of nodes that share it can be merged.</param>
public sealed partial class Tracer(TraceHeader header, ITraceSink sink, Func<long> nowNs) : IReplicaObserver
{
    private readonly TraceWriter _writer = new(sink, nowNs);

    private TraceState _state = new(default, LogIndex.Zero, Configuration.Empty);

    void IReplicaObserver.Started(RaftCore core, Recovered recovered, ulong stateHash) => Started(TraceView.Of(core), recovered, stateHash);

    /// <inheritdoc cref="IReplicaObserver.Started"/>
    public void Started(TraceView view, Recovered recovered, ulong stateHash)
    {
        _state = new TraceState(view, recovered.Snapshot.LastIndex, InForce(recovered));
        _writer.Write(header);
        Write(TraceEvent.InitState, inExtra: json =>
        {
            json.WritePosition("snapshot", recovered.Snapshot.LastIndex, recovered.Snapshot.LastTerm);
            json.WritePosition("logStart", recovered.LogStart.Index, recovered.LogStart.Term);
            json.WriteHash("logHash", TraceHash.Of(recovered.Entries));
            json.WriteHash("stateHash", stateHash);
            json.WriteLearners(_state.Configuration);
        });
    }

    void IReplicaObserver.Stepped(Input input, IReadOnlyList<Effect> effects, RaftCore core) => Stepped(input, effects, TraceView.Of(core));

    /// <inheritdoc cref="IReplicaObserver.Stepped"/>
    public void Stepped(Input input, IReadOnlyList<Effect> effects, TraceView after)
    {
        Heard(input);
        var stepsDown = _state.Role == Role.Leader && after.Role != Role.Leader && after.Term == _state.Term;
        if (!stepsDown)
            ChangeRole(after);
        ChangeLog(effects);
        ChangeConfiguration(effects);
        Commit(effects, after.CommitIndex);
        foreach (var effect in effects)
            Asked(effect);
        if (stepsDown) // It steps down after it has done its last work, such as committing its own removal.
            ChangeRole(after);
        _state.Settle(after);
    }

    public void Flushed() => Write(TraceEvent.Ready);

    public void Sent(Message message) => Write(MessageTrace.Sent(message), message);

    public void Applied(LogIndex index, ulong stateHash)
    {
        _state.AppliedIndex = index;
        Write(TraceEvent.Applied, inExtra: json => json.WriteHash("stateHash", stateHash));
    }

    private void Heard(Input input)
    {
        switch (input)
        {
            case Input.Receive { Message: var message }:
                Write(MessageTrace.Received(message), message);
                break;
            case Input.Read read:
                Write(TraceEvent.ReadAsked, inExtra: json => WriteReads(json, read.ReadIds));
                break;
            case Input.SnapshotTaken { Snapshot: var snapshot }:
                Write(TraceEvent.SnapshotTaken, snapshot);
                break;
            case Input.SnapshotReceived { Snapshot: var snapshot }:
                Write(TraceEvent.SnapshotReceived, snapshot);
                break;
            default:
                break; // What the others change shows in the lines that follow.
        }
    }

    private void Asked(Effect effect)
    {
        switch (effect)
        {
            case Effect.TakeSnapshot { Snapshot: var snapshot }:
                Write(TraceEvent.SnapshotStarted, snapshot);
                break;
            case Effect.Compact compact:
                Write(TraceEvent.Compact, inExtra: json => json.WriteNumber("upTo", compact.UpTo.Value));
                break;
            case Effect.AnswerRead answer:
                Write(TraceEvent.ReadAnswered, inExtra: json => WriteAnswer(json, answer));
                break;
            default:
                break; // The others are told elsewhere, or concern one client only.
        }
    }

    private static void WriteReads(Utf8JsonWriter json, ImmutableArray<long> reads)
    {
        json.WriteStartArray("reads");
        foreach (var read in reads)
            json.WriteNumberValue(read);
        json.WriteEndArray();
    }

    private static void WriteAnswer(Utf8JsonWriter json, Effect.AnswerRead answer)
    {
        json.WriteNumber("read", answer.ReadId);
        json.WriteNumber("readIndex", answer.ReadIndex.Value);
        if (answer.LeaseEndMs is { } leaseEndMs)
            json.WriteNumber("leaseEndMs", leaseEndMs);
    }

    private static Configuration InForce(Recovered recovered) =>
        recovered.Entries.LastOrDefault(entry => entry.Kind == EntryKind.Configuration) is { } entry
            ? ConfigurationCodec.Decode(entry.Payload.Span)
            : recovered.Snapshot.Configuration;

    private void Write(TraceEvent kind, Message message) =>
        Write(kind, json => MessageTrace.Write(json, message), json => MessageTrace.WriteExtra(json, message));

    private void Write(TraceEvent kind, SnapshotMeta snapshot) =>
        Write(kind, inExtra: json => json.WritePosition("snapshot", snapshot.LastIndex, snapshot.LastTerm));

    private void Write(TraceEvent kind, Action<Utf8JsonWriter>? inEvent = null, Action<Utf8JsonWriter>? inExtra = null) =>
        _writer.Write(kind, header.Node, _state, inEvent, inExtra);
}
