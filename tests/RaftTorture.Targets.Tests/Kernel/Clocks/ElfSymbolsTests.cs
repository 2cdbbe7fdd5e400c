using System.Buffers.Binary;
using System.Text;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Clocks;

/// <summary>Symbols of images without any section, as kernels make them.</summary>
public sealed class ElfSymbolsTests
{
    private const long Hash = 4;
    private const long GnuHash = 0x6ffffef5;

    private static readonly string[] Names = ["__vdso_clock_gettime", "__vdso_time", "clock_gettime"];

    [TestCase(Hash)]
    [TestCase(GnuHash)]
    public void Functions_are_found_by_either_table(long tag) =>
        Assert.That(ElfSymbols.Of(Image(tag)), Is.EquivalentTo(Names.Select((name, index) => KeyValuePair.Create(name, 0x700 + 16 * index))));

    [Test]
    public void An_image_that_is_linked_elsewhere_has_the_same_offsets() =>
        Assert.That(ElfSymbols.Of(Image(GnuHash, bias: 0x7000_0000)), Is.EqualTo(ElfSymbols.Of(Image(GnuHash))));

    [Test]
    public void The_vdso_of_this_process_has_its_clocks()
    {
        Require.That(OperatingSystem.IsLinux(), "Linux");
        using var memory = new ProcessMemory(Environment.ProcessId);
        var (address, bytes) = memory.FindVdso();
        Assert.That(ElfSymbols.Of(memory.Read(address, bytes)).Keys, Has.Some.Contain("clock_gettime"));
    }

    [TestCase("\u007fELF\u0001\u0001", TestName = "A 32-bit image is refused")]
    [TestCase("#!/bin/sh", TestName = "A script is refused")]
    public void What_is_no_such_image_is_refused(string start) =>
        Assert.That(() => ElfSymbols.Of(Encoding.Latin1.GetBytes(start.PadRight(64, '\0'))), Throws.TypeOf<KernelException>());

    [Test]
    public void An_image_that_is_cut_short_is_refused() =>
        Assert.That(() => ElfSymbols.Of(Image(Hash).AsSpan(0, 0x220)), Throws.TypeOf<KernelException>());

    /// <summary>Program headers at 0x40, dynamic section at 0x100, symbols at 0x200, strings at 0x300, the hash table at 0x400.</summary>
    private static byte[] Image(long tag, long bias = 0)
    {
        var image = new byte[0x800];
        "\u007fELF\u0002\u0001"u8.CopyTo(image);
        Put(image, 32, 0x40);
        image[56] = 2;
        PutHeader(image, 0x40, 1, 0, bias);
        PutHeader(image, 0x40 + 56, 2, 0x100, bias + 0x100);
        foreach (var (index, (key, offset)) in new[] { (5L, 0x300), (6L, 0x200), (tag, 0x400) }.Index())
        {
            Put(image, 0x100 + 16 * index, key);
            Put(image, 0x108 + 16 * index, bias + offset);
        }

        PutSymbols(image, bias);
        PutTable(image, tag);
        return image;
    }

    private static void PutSymbols(byte[] image, long bias)
    {
        var text = 1;
        foreach (var (index, name) in Names.Index())
        {
            var at = 0x200 + 24 * (index + 1);
            image[at] = (byte)text;
            image[at + 4] = 0x12; // global, function
            image[at + 6] = 12;
            Put(image, at + 8, bias + 0x700 + 16 * index);
            Encoding.ASCII.GetBytes(name).CopyTo(image, 0x300 + text);
            text += name.Length + 1;
        }
    }

    /// <summary>The classic table says four symbols; the GNU one has two buckets of one and two symbols.</summary>
    private static void PutTable(byte[] image, long tag)
    {
        int[] words = tag == Hash ? [1, 4] : [2, 1, 1, 0, 0, 0, 1, 2, 0x11, 0x20, 0x31];
        foreach (var (index, word) in words.Index())
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(0x400 + 4 * index), word);
    }

    private static void PutHeader(byte[] image, int at, byte type, long offset, long address)
    {
        image[at] = type;
        Put(image, at + 8, offset);
        Put(image, at + 16, address);
    }

    private static void Put(byte[] image, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);
}
