using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>What an image, or the context of a build, is to hold: which file goes where.</summary>
/// <remarks>The same tree makes the same bytes, wherever and whenever it is written: no times, no owners but root.</remarks>
internal sealed class FileTree
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Everybody = Runnable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    private readonly SortedDictionary<string, Leaf> _leaves = new(StringComparer.Ordinal);

    private abstract record Leaf
    {
        /// <summary>A file as it is on this machine, links followed.</summary>
        public sealed record Copy(string Source) : Leaf;

        public sealed record Text(string Content) : Leaf;

        public sealed record Link(string Target) : Leaf;

        /// <summary>A directory in which everybody can write, as <c>/tmp</c> is.</summary>
        public sealed record Open : Leaf;
    }

    /// <summary>How many things are in it.</summary>
    public int Count => _leaves.Count;

    public bool Holds(string place) => _leaves.ContainsKey(Relative(place));

    public void AddFile(string place, string source) => _leaves[Relative(place)] = new Leaf.Copy(source);

    /// <summary>All files below a directory.</summary>
    public void AddDirectory(string place, string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            AddFile($"{place}/{Path.GetRelativePath(source, file)}", file);
    }

    public void AddText(string place, string content) => _leaves[Relative(place)] = new Leaf.Text(content);

    public void AddLink(string place, string target) => _leaves[Relative(place)] = new Leaf.Link(target);

    public void AddOpenDirectory(string place) => _leaves[Relative(place)] = new Leaf.Open();

    /// <summary>Names all that is in it: 12 hexadecimal digits.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (place, leaf) in _leaves)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{leaf.GetType().Name} {place}\0"));
            hash.AppendData(Digest(leaf));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    /// <summary>Writes it as a tar archive.</summary>
    public async Task WriteAsync(Stream archive, CancellationToken cancellation)
    {
        await using var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (place, leaf) in _leaves)
        {
            var entry = EntryOf(place, leaf);
            await using var content = entry.DataStream;
            await writer.WriteEntryAsync(entry, cancellation);
        }
    }

    /// <summary>The archive as a stream from its beginning; its file is gone when the stream is disposed.</summary>
    public async Task<Stream> PackAsync(CancellationToken cancellation)
    {
        var archive = new FileStream(Path.Combine(Path.GetTempPath(), $"raft-torture-{Guid.NewGuid():n}.tar"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            await WriteAsync(archive, cancellation);
            archive.Position = 0;
            return archive;
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    private static byte[] Digest(Leaf leaf)
    {
        switch (leaf)
        {
            case Leaf.Copy copy:
                using (var file = File.OpenRead(copy.Source))
                    return SHA256.HashData(file);
            case Leaf.Text text:
                return SHA256.HashData(Encoding.UTF8.GetBytes(text.Content));
            case Leaf.Link link:
                return SHA256.HashData(Encoding.UTF8.GetBytes(link.Target));
            case Leaf.Open:
                return [];
            default:
                throw new UnreachableException();
        }
    }

    private static PaxTarEntry EntryOf(string place, Leaf leaf) => leaf switch
    {
        Leaf.Copy copy => Entry(TarEntryType.RegularFile, place, IsRunnable(copy.Source) ? Runnable : Readable, File.OpenRead(copy.Source)),
        Leaf.Text text => Entry(TarEntryType.RegularFile, place, Readable, new MemoryStream(Encoding.UTF8.GetBytes(text.Content))),
        Leaf.Link link => Entry(TarEntryType.SymbolicLink, place, Everybody, null, link.Target),
        Leaf.Open => Entry(TarEntryType.Directory, place, Everybody, null),
        _ => throw new UnreachableException(),
    };

    private static PaxTarEntry Entry(TarEntryType type, string place, UnixFileMode mode, Stream? content, string? target = null)
    {
        var entry = new PaxTarEntry(type, place) { Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch };
        // Setting what a type does not have is an error, even to null.
        if (content is not null)
            entry.DataStream = content;
        if (target is not null)
            entry.LinkName = target;
        return entry;
    }

    private static bool IsRunnable(string file) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;

    private static string Relative(string place) => place.TrimStart('/');
}
