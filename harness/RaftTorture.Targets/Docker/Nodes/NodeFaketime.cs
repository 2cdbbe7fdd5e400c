using System.Formats.Tar;
using System.Text;
using RaftTorture.Targets.Kernel.Clocks.Faketime;

namespace RaftTorture.Targets.Docker.Nodes;

/// <summary>libfaketime on its way into a node's container: copied, for the engine's machine need not have it.</summary>
/// <remarks>An image of another C library or processor cannot load it: its nodes keep the true time, and the receipts say so.</remarks>
internal static class NodeFaketime
{
    private const string Directory = "/opt/raft-torture/faketime";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>In every container alike.</summary>
    public static FaketimePlace Place { get; } = new($"{Directory}/libfaketimeMT.so.1", $"{Directory}/now");

    /// <param name="library">Its path on this machine.</param>
    /// <returns>A tar to be unpacked at the top of the container: the library, and the true time.</returns>
    public static Stream ToTar(string library)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            Write(tar, Place.Library, File.ReadAllBytes(library));
            Write(tar, Place.File, Encoding.UTF8.GetBytes(FaketimePlace.Truth));
        }

        stream.Position = 0;
        return stream;
    }

    private static void Write(TarWriter tar, string path, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { Mode = ForAll, DataStream = new MemoryStream(content) });
}
