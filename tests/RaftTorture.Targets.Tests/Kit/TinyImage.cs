using System.Formats.Tar;
using RaftTorture.Targets.Docker.Engine;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>An image with a shell and next to nothing else, copied from this machine: no registry is asked. It is gone after the tests.</summary>
internal sealed class TinyImage : IAsyncDisposable
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_101_101;

    private static readonly (string From, string To)[] Files =
    [
        ("/usr/bin/dash", "bin/sh"),
        ("/usr/bin/cat", "bin/cat"),
        ("/usr/bin/date", "bin/date"),
        ("/usr/bin/sleep", "bin/sleep"),
        ("/lib/x86_64-linux-gnu/libc.so.6", "lib/x86_64-linux-gnu/libc.so.6"),
        ("/lib/x86_64-linux-gnu/libm.so.6", "lib/x86_64-linux-gnu/libm.so.6"),
        ("/lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"),
    ];

    private TinyImage(ContainerEngine engine, string tag) => (Engine, Tag) = (engine, tag);

    public ContainerEngine Engine { get; }

    public string Tag { get; }

    public string Name => $"rafttorture-tests/tiny:{Tag}";

    /// <summary>Connects to the engine, which must be there, and imports the image.</summary>
    public static async Task<TinyImage> ImportAsync()
    {
        Require.That(File.Exists("/lib64/ld-linux-x86-64.so.2"), "x86-64 Linux with glibc");
        var image = new TinyImage(await ContainerEngine.ConnectAsync(CancellationToken.None), Guid.NewGuid().ToString("n")[..12]);
        using var rootfs = new MemoryStream();
        Write(rootfs);
        await image.Engine.Images.ImportAsync("rafttorture-tests/tiny", image.Tag, rootfs, ["ENV PATH=/bin"], CancellationToken.None);
        return image;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.Images.RemoveAsync(Name, CancellationToken.None);
        Engine.Dispose();
    }

    private static void Write(MemoryStream rootfs)
    {
        using (var tar = new TarWriter(rootfs, leaveOpen: true))
        {
            foreach (var (from, to) in Files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, to) { Mode = ForAll, DataStream = File.OpenRead(from) });
        }

        rootfs.Position = 0;
    }
}
