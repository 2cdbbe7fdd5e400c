using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>The filters of lists and events.</summary>
internal static class Filters
{
    /// <summary>Only what has a label.</summary>
    /// <param name="label"><c>name</c> for any value, or <c>name=value</c>.</param>
    public static string ByLabel(string label) => Of(("label", label));

    public static string Of(params ReadOnlySpan<(string Name, string Value)> filters)
    {
        var all = new Dictionary<string, string[]>();
        foreach (var (name, value) in filters)
            all[name] = [value];
        return JsonSerializer.Serialize(all, EngineJson.Default.Filters);
    }
}
