using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>Changes of the members in etcd raft's words, under <c>prop.cc</c>.</summary>
internal static class ConfigurationTrace
{
    /// <summary>What is asked for, one change a server.</summary>
    public static void WriteChanges(Utf8JsonWriter json, Configuration from, Configuration to)
    {
        Begin(json);
        json.WriteStartArray("changes");
        foreach (var (node, action) in Changes(from, to))
        {
            json.WriteStartObject();
            json.WriteNode("nid", node);
            json.WriteString("action", action);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        End(json);
    }

    /// <summary>What comes into force.</summary>
    public static void WriteResult(Utf8JsonWriter json, Configuration configuration)
    {
        Begin(json);
        json.WritePropertyName("newconf");
        json.WriteNodes(configuration.Voters);
        End(json);
    }

    private static IEnumerable<(NodeId Node, string Action)> Changes(Configuration from, Configuration to)
    {
        foreach (var member in to.Members)
        {
            if (from.Find(member.Id)?.IsVoter != member.IsVoter)
                yield return (member.Id, member.IsVoter ? "AddNewServer" : "AddLearner");
        }

        foreach (var gone in from.Members.Where(member => to.Find(member.Id) is null))
            yield return (gone.Id, "RemoveServer");
    }

    private static void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject("prop");
        json.WriteStartObject("cc");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
