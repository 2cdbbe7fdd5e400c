using System.Diagnostics;
using System.Runtime.CompilerServices;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Clocks;

public sealed class SkewBlobTests
{
    /// <remarks>Another compiler makes other bytes of the same source: then only their shape can be compared.</remarks>
    [Test]
    public async Task The_bytes_that_are_checked_in_are_what_the_source_compiles_to()
    {
        Require.Programs("gcc", "objcopy");
        using var directory = new TemporaryDirectory();
        using var build = Process.Start("sh", [Path.Combine(Source(), "build.sh"), directory.Path]);
        await build.WaitForExitAsync();

        Assert.That(build.ExitCode, Is.Zero);
        var (offsets, code) = BuiltIn(directory.Path);
        var (theirOffsets, theirCode) = BuiltIn(Source());
        Assert.That(code[..SkewBlob.TableBytes], Is.EqualTo(theirCode[..SkewBlob.TableBytes]));
        Assert.That(offsets.Select(Name), Is.EqualTo(theirOffsets.Select(Name)));
        if (offsets[0] == theirOffsets[0])
            Assert.That((offsets, code), Is.EqualTo((theirOffsets, theirCode)));
    }

    [Test]
    public void It_begins_with_a_table_that_lies_nothing()
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        var code = SkewBlob.OfThisMachine.Code;

        Assert.That(BitConverter.ToUInt64(code), Is.EqualTo(SkewBlob.Magic));
        Assert.That(code[sizeof(ulong)..SkewBlob.TableBytes], Is.All.Zero);
        Assert.That(ClockLie.ReadFrom(code.AsSpan(SkewBlob.LiesOffset)), Is.EqualTo(ClockLie.None));
    }

    [Test]
    public void A_lie_is_read_as_it_was_written()
    {
        var lie = new ClockLie(1, -2, 3, 4, -5, 6, 7);
        var bytes = new byte[ClockLie.Bytes];
        lie.WriteTo(bytes);

        Assert.That(ClockLie.ReadFrom(bytes), Is.EqualTo(lie));
    }

    [Test]
    public void What_a_monotonic_clock_has_gained_it_keeps_and_a_wall_clock_gives_it_back()
    {
        var ended = new ClockLie(BaseNs: 1_000, WallOffsetNs: 5, WallPpm: 7, MonotonicOffsetNs: 100, MonotonicPpm: -250_000, 0, 0).EndedAt(2_000);

        Assert.That(ended, Is.EqualTo(ClockLie.None with { BaseNs = 2_000, MonotonicOffsetNs = -150 }));
    }

    [Test]
    public void A_vdso_without_a_clock_is_refused()
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        Assert.That(
            () => SkewBlob.OfThisMachine.JumpsFor(new Dictionary<string, int> { ["__vdso_time"] = 64 }),
            Throws.TypeOf<RaftTorture.Targets.Kernel.KernelException>());
    }

    /// <summary>The compiler and the offsets, a line each, and the bytes.</summary>
    private static (string[] Offsets, byte[] Code) BuiltIn(string directory) =>
        (File.ReadAllLines(Path.Combine(directory, "skew.x86-64.offsets")), File.ReadAllBytes(Path.Combine(directory, "skew.x86-64.bin")));

    private static string Name(string line) => line[..line.IndexOf(' ')];

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../harness/RaftTorture.Targets/Kernel/Clocks/Blob"));
}
