namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>Paths with queries, escaped.</summary>
internal static class EnginePath
{
    /// <summary>Values that are null are left out.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in query)
        {
            if (value is not null)
                pairs.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return pairs.Count == 0 ? path : $"{path}?{string.Join('&', pairs)}";
    }

    /// <summary>Escapes a name or id that stands in a path. An image's may hold slashes: they stay.</summary>
    public static string Escape(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString)).Replace("%3A", ":", StringComparison.Ordinal);
}
