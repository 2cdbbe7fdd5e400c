using System.Collections.Immutable;
using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>How single values are written: as etcd raft writes them, which prints node ids as numbers in strings and nobody as "0".</summary>
internal static class TraceJson
{
    public static string Number(NodeId? node) => (node?.Value ?? 0).ToString();

    public static void WriteNode(this Utf8JsonWriter json, string name, NodeId? node) => json.WriteString(name, Number(node));

    public static void WriteNodes(this Utf8JsonWriter json, IEnumerable<NodeId> nodes)
    {
        json.WriteStartArray();
        foreach (var node in nodes)
            json.WriteStringValue(Number(node));
        json.WriteEndArray();
    }

    public static void WriteLearners(this Utf8JsonWriter json, Configuration configuration)
    {
        json.WritePropertyName("learners");
        json.WriteNodes(configuration.Members.Where(member => !member.IsVoter).Select(member => member.Id));
    }

    /// <summary>A string of 16 hexadecimal digits: most readers of JSON would round so large a number.</summary>
    public static void WriteHash(this Utf8JsonWriter json, string name, ulong hash) => json.WriteString(name, hash.ToString("x16"));

    public static void WritePosition(this Utf8JsonWriter json, string name, LogIndex index, Term term)
    {
        json.WriteStartObject(name);
        json.WriteNumber("index", index.Value);
        json.WriteNumber("term", term.Value);
        json.WriteEndObject();
    }

    public static void WriteEntries(this Utf8JsonWriter json, ImmutableArray<Entry> entries)
    {
        json.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("index", entry.Index.Value);
            json.WriteNumber("term", entry.Term.Value);
            json.WriteString("kind", entry.Kind.ToString());
            json.WriteHash("hash", TraceHash.Of(entry));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
