using System.Buffers.Binary;
using System.Text;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>Reads the functions that a loaded ELF64 image exports, from its program headers alone: a vDSO need not have sections.</summary>
/// <remarks>
/// The symbol table does not say how long it is. The classic hash table does; the GNU one does not, but its longest chain ends with the last
/// symbol that it knows. Kernels from 6.x on some machines have only the latter.
/// </remarks>
internal ref struct ElfSymbols
{
    private const int PhOffsetAt = 32;
    private const int PhCountAt = 56;
    private const int PhBytes = 56;
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;

    private const long HashTag = 4;
    private const long StringsTag = 5;
    private const long SymbolsTag = 6;
    private const long GnuHashTag = 0x6ffffef5;

    private const int SymbolBytes = 24;
    private const int FunctionType = 2;

    private readonly ReadOnlySpan<byte> _image;
    private readonly long _bias;
    private readonly Dictionary<long, int> _tables = [];

    private ElfSymbols(ReadOnlySpan<byte> image)
    {
        _image = image;
        var dynamicAt = -1;
        for (var header = 0; header < Half(PhCountAt); header++)
        {
            var at = (int)Long(PhOffsetAt) + header * PhBytes;
            if (Word(at) == LoadSegment && Long(at + 8) == 0)
                _bias = Long(at + 16);
            else if (Word(at) == DynamicSegment)
                dynamicAt = (int)Long(at + 8);
        }

        for (var at = dynamicAt; at >= 0 && Long(at) != 0; at += 16)
            _tables[Long(at)] = (int)(Long(at + 8) - _bias);
    }

    /// <summary>Every function's offset within the image, by name.</summary>
    /// <exception cref="KernelException">It is no such image.</exception>
    public static IReadOnlyDictionary<string, int> Of(ReadOnlySpan<byte> image)
    {
        if (!image.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new KernelException("no 64-bit ELF image: is this a 32-bit process?");
        try
        {
            return new ElfSymbols(image).Functions();
        }
        catch (Exception damage) when (damage is ArgumentOutOfRangeException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new KernelException($"an ELF image that cannot be read: {damage.Message}", damage);
        }
    }

    private readonly Dictionary<string, int> Functions()
    {
        var functions = new Dictionary<string, int>();
        for (var symbol = 1; symbol < Count(); symbol++)
        {
            var at = _tables[SymbolsTag] + symbol * SymbolBytes;
            if ((_image[at + 4] & 0xf) == FunctionType && Half(at + 6) != 0)
                functions[Name((int)Word(at))] = (int)(Long(at + 8) - _bias);
        }

        return functions;
    }

    private readonly int Count() =>
        _tables.TryGetValue(HashTag, out var hash) ? (int)Word(hash + 4) : CountOfGnu(_tables[GnuHashTag]);

    /// <summary>Header: buckets, first hashed symbol, words of the filter, shift. Then the filter, the buckets, and a hash a symbol, odd at a chain's end.</summary>
    private readonly int CountOfGnu(int at)
    {
        var buckets = (int)Word(at);
        var first = (int)Word(at + 4);
        var bucketsAt = at + 16 + 8 * (int)Word(at + 8);
        var last = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
            last = Math.Max(last, (int)Word(bucketsAt + 4 * bucket));
        if (last < first)
            return first;
        while ((Word(bucketsAt + 4 * (buckets + last - first)) & 1) == 0)
            last++;
        return last + 1;
    }

    private readonly string Name(int offset)
    {
        var text = _image[(_tables[StringsTag] + offset)..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private readonly ushort Half(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_image[at..]);

    private readonly uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_image[at..]);

    private readonly long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(_image[at..]);
}
