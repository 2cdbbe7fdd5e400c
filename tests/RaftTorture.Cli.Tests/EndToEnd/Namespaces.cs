namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>Network namespaces by their names, such as <c>net:[4026531840]</c>.</summary>
internal static class Namespaces
{
    public static HashSet<string> Of(IEnumerable<int> pids) => [.. pids.Select(NameOf).OfType<string>()];

    /// <summary>Of every process that there is.</summary>
    public static HashSet<string> OfAll() =>
        Of(Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!));

    /// <summary>Null for a process that is gone, or of another user.</summary>
    private static string? NameOf(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/ns/net", returnFinalTarget: false)?.Name;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
