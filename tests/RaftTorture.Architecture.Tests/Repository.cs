namespace RaftTorture.Architecture.Tests;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Repository
{
    public static DirectoryInfo Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static IEnumerable<FileInfo> ProjectsUnder(string folder) =>
        new DirectoryInfo(Path.Combine(Root.FullName, folder))
            .EnumerateFiles("*.csproj", SearchOption.AllDirectories)
            .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static DirectoryInfo Find(DirectoryInfo? from) => from switch
    {
        null => throw new DirectoryNotFoundException("no RaftTorture.sln above the test assembly"),
        _ when File.Exists(Path.Combine(from.FullName, "RaftTorture.sln")) => from,
        _ => Find(from.Parent),
    };
}
