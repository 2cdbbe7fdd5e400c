namespace RaftTorture.Simulation;

/// <summary>A hash of all that happened, in order: equal runs have equal hashes, in every process and build.</summary>
/// <remarks>Eight bytes at a time by multiplication and shift, as in SplitMix64; it tells accidents apart, not attacks.</remarks>
internal sealed class RunHash
{
    public ulong Value { get; private set; }

    public void Add(long number)
    {
        var mixed = unchecked((Value ^ (ulong)number) + 0x9E37_79B9_7F4A_7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB);
        Value = mixed ^ (mixed >> 31);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        while (bytes.Length >= sizeof(long))
        {
            Add(System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes));
            bytes = bytes[sizeof(long)..];
        }

        var rest = 0L;
        foreach (var octet in bytes)
            rest = (rest << 8) | octet;
        Add(rest);
    }

    public void Add(string text)
    {
        foreach (var letter in text)
            Add(letter);
    }
}
