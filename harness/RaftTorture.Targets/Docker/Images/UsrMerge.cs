namespace RaftTorture.Targets.Docker.Images;

/// <summary>Files of this machine on their way into an image in which <c>/bin</c>, <c>/sbin</c>, <c>/lib</c> and <c>/lib64</c> are links into <c>/usr</c>.</summary>
/// <remarks>Debian, Fedora and Arch have them so. What is put under the links' names would take their place.</remarks>
internal static class UsrMerge
{
    private static readonly string[] Links = ["bin", "sbin", "lib", "lib64"];

    /// <summary>The same file's place under <c>/usr</c>.</summary>
    public static string PlaceOf(string path) => Links.Any(link => path.StartsWith($"/{link}/", StringComparison.Ordinal)) ? $"/usr{path}" : path;

    /// <summary>A file at its own place, below a directory that is to become the root.</summary>
    public static void AddInPlace(this FileTree tree, string path, string root = "") => tree.AddFile(root + PlaceOf(path), path);

    public static void AddUsrLinks(this FileTree tree)
    {
        foreach (var link in Links)
            tree.AddLink(link, $"usr/{link}");
    }
}
