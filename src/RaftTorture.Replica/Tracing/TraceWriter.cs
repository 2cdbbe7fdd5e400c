using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>
/// Writes lines: <c>{"tag":…,"ts":…,"event":{…},"extra":{…}}</c>. The event holds etcd raft's fields and nothing else, the extra ours.
/// Tag and time come first, so that the sort of etcd's validate.sh, by what follows the second colon, merges traces by time.
/// </summary>
internal sealed class TraceWriter(ITraceSink sink, Func<long> nowNs) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private long _lines;

    public void Dispose() => _json.Dispose();

    public void Write(TraceHeader header)
    {
        Begin("header");
        _json.WriteStartObject("header");
        _json.WriteString("format", TraceHeader.Format);
        _json.WriteNumber("version", TraceHeader.Version);
        _json.WriteString("cluster", header.Cluster);
        _json.WriteNode("nid", header.Node);
        _json.WriteHash("incarnation", header.Incarnation);
        _json.WriteEndObject();
        End();
    }

    /// <param name="kind">What happened.</param>
    /// <param name="node">To whom.</param>
    /// <param name="state">Of the node, as the line shall show it.</param>
    /// <param name="inEvent">More of etcd's fields.</param>
    /// <param name="inExtra">More of ours.</param>
    public void Write(TraceEvent kind, NodeId node, TraceState state, Action<Utf8JsonWriter>? inEvent, Action<Utf8JsonWriter>? inExtra)
    {
        Begin(kind.IsEtcds ? "trace" : "extra");
        _json.WriteStartObject("event");
        _json.WriteString("name", kind.Name);
        _json.WriteNode("nid", node);
        WriteState(state);
        inEvent?.Invoke(_json);
        _json.WriteEndObject();
        _json.WriteStartObject("extra");
        _json.WriteNumber("seq", ++_lines);
        inExtra?.Invoke(_json);
        _json.WriteEndObject();
        End();
    }

    private void WriteState(TraceState state)
    {
        _json.WriteStartObject("state");
        _json.WriteNumber("term", state.Term.Value);
        _json.WriteNode("vote", state.VotedFor);
        _json.WriteNumber("commit", state.CommitIndex.Value);
        _json.WriteEndObject();
        _json.WriteString("role", NameOf(state.Role));
        _json.WriteNumber("log", state.LastIndex.Value);
        _json.WriteNumber("applied", state.AppliedIndex.Value);
        _json.WriteStartArray("conf");
        _json.WriteNodes(state.Configuration.Voters);
        _json.WriteNodes([]); // The outgoing half of a joint configuration, which changes of one server do without.
        _json.WriteEndArray();
    }

    private static string NameOf(Role role) => role switch
    {
        Role.Follower => "StateFollower",
        Role.PreCandidate => "StatePreCandidate",
        Role.Candidate => "StateCandidate",
        Role.Leader => "StateLeader",
        _ => throw new UnreachableException($"unknown role {role}"),
    };

    private void Begin(string tag)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("tag", tag);
        _json.WriteNumber("ts", nowNs());
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        sink.Write(_line.WrittenSpan);
    }
}
