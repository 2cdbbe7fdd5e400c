using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>
/// Writes lines: <c>{"tag":…,"ts":…,"event":{…},"extra":{…}}</c>. The event holds etcd raft's fields and nothing else, the extra ours.
/// Tag and time come first, so that the sort of etcd's validate.sh, by what follows the second colon, merges traces by time.
/// </summary>
internal sealed class TraceWriter(ITraceSink sink, Func<long> nowNs)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private long _lines;

    public void Write(TraceHeader header) => WriteLine("header", json =>
    {
        json.WriteStartObject("header");
        json.WriteString("format", TraceHeader.Format);
        json.WriteNumber("version", TraceHeader.Version);
        json.WriteString("cluster", header.Cluster);
        json.WriteNode("nid", header.Node);
        json.WriteHash("incarnation", header.Incarnation);
        json.WriteEndObject();
    });

    /// <param name="kind">What happened.</param>
    /// <param name="node">To whom.</param>
    /// <param name="state">Of the node, as the line shall show it.</param>
    /// <param name="inEvent">More of etcd's fields.</param>
    /// <param name="inExtra">More of ours.</param>
    public void Write(TraceEvent kind, NodeId node, TraceState state, Action<Utf8JsonWriter>? inEvent, Action<Utf8JsonWriter>? inExtra) =>
        WriteLine(kind.IsEtcds ? "trace" : "extra", json =>
        {
            json.WriteStartObject("event");
            json.WriteString("name", kind.Name);
            json.WriteNode("nid", node);
            WriteState(json, state);
            inEvent?.Invoke(json);
            json.WriteEndObject();
            json.WriteStartObject("extra");
            json.WriteNumber("seq", ++_lines);
            inExtra?.Invoke(json);
            json.WriteEndObject();
        });

    private static void WriteState(Utf8JsonWriter json, TraceState state)
    {
        json.WriteStartObject("state");
        json.WriteNumber("term", state.Term.Value);
        json.WriteNode("vote", state.VotedFor);
        json.WriteNumber("commit", state.CommitIndex.Value);
        json.WriteEndObject();
        json.WriteString("role", NameOf(state.Role));
        json.WriteNumber("log", state.LastIndex.Value);
        json.WriteNumber("applied", state.AppliedIndex.Value);
        json.WriteStartArray("conf");
        json.WriteNodes(state.Configuration.Voters);
        json.WriteNodes([]); // The outgoing half of a joint configuration, which changes of one server do without.
        json.WriteEndArray();
    }

    private static string NameOf(Role role) => role switch
    {
        Role.Follower => "StateFollower",
        Role.PreCandidate => "StatePreCandidate",
        Role.Candidate => "StateCandidate",
        Role.Leader => "StateLeader",
        _ => throw new UnreachableException($"unknown role {role}"),
    };

    private void WriteLine(string tag, Action<Utf8JsonWriter> rest)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteString("tag", tag);
            json.WriteNumber("ts", nowNs());
            rest(json);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        sink.Write(_line.WrittenSpan);
    }
}
