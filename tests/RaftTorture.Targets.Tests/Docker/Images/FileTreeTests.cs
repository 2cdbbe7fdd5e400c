using System.Formats.Tar;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker.Images;

public sealed class FileTreeTests
{
    [Test]
    public async Task A_tree_becomes_an_archive_of_files_links_and_directories()
    {
        using var directory = new TemporaryDirectory();
        var source = Path.Combine(directory.Path, "source");
        await File.WriteAllTextAsync(source, "content");
        var tree = new FileTree();
        tree.AddFile("/opt/it", source);
        tree.AddText("/etc/passwd", "root");
        tree.AddLink("/bin", "usr/bin");
        tree.AddOpenDirectory("/tmp");
        Assert.That(await EntriesAsync(tree), Is.EqualTo(new[] { "bin -> usr/bin", "etc/passwd: root", "opt/it: content", "tmp/" }));
    }

    [Test]
    [Platform("Linux", Reason = "who may run a file is not told elsewhere")]
    public async Task What_can_be_run_here_can_be_run_there()
    {
        using var directory = new TemporaryDirectory();
        var tree = new FileTree();
        tree.AddFile("sh", "/bin/sh");
        tree.AddFile("note", Written(directory, "note", "not to be run"));
        await using var archive = await tree.PackAsync(CancellationToken.None);
        using var reader = new TarReader(archive);
        Assert.That((await reader.GetNextEntryAsync())!.Mode.HasFlag(UnixFileMode.OtherExecute), Is.False);
        Assert.That((await reader.GetNextEntryAsync())!.Mode.HasFlag(UnixFileMode.OtherExecute), Is.True);
    }

    [Test]
    public void The_hash_is_of_places_and_contents_and_of_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        var same = Written(directory, "a", "content");
        var touched = Written(directory, "b", "content");
        File.SetLastWriteTimeUtc(touched, DateTime.UnixEpoch);
        Assert.That(HashOf("place", touched), Is.EqualTo(HashOf("place", same)));
        Assert.That(HashOf("other", same), Is.Not.EqualTo(HashOf("place", same)));
        Assert.That(HashOf("place", Written(directory, "c", "Content")), Is.Not.EqualTo(HashOf("place", same)));
    }

    private static string HashOf(string place, string source)
    {
        var tree = new FileTree();
        tree.AddFile(place, source);
        return tree.Hash();
    }

    private static string Written(TemporaryDirectory directory, string name, string content)
    {
        var path = Path.Combine(directory.Path, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static async Task<IReadOnlyList<string>> EntriesAsync(FileTree tree)
    {
        var entries = new List<string>();
        await using var archive = await tree.PackAsync(CancellationToken.None);
        using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            entries.Add(entry.EntryType switch
            {
                TarEntryType.SymbolicLink => $"{entry.Name} -> {entry.LinkName}",
                TarEntryType.Directory => $"{entry.Name.TrimEnd('/')}/",
                _ => $"{entry.Name}: {await new StreamReader(entry.DataStream!).ReadToEndAsync()}",
            });
        }

        return entries;
    }
}
