using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;

namespace RaftTorture.Targets.Docker.Nodes;

/// <summary>Texts on their way into a container: a tar to be unpacked at its top.</summary>
internal static class NodeFiles
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Stream ToTar(ImmutableSortedDictionary<string, string> files)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (path, text) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { Mode = ForOwner, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        stream.Position = 0;
        return stream;
    }
}
