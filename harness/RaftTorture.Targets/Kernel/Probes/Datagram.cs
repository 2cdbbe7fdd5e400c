using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>What a probe says: to which round of probes it belongs, its number, when it left, and a checksum over all of it.</summary>
/// <remarks>The checksum is its own because that of UDP is turned off: with it, whatever is corrupt would only be lost.</remarks>
internal readonly record struct Datagram(long Round, int Number, long SentAt)
{
    private const int SumBytes = 4;

    /// <summary>The rest is filled with noise, so that a bit that flips anywhere is noticed.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Round);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], SentAt);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Number);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^SumBytes..], SumOf(bytes[..^SumBytes]));
    }

    /// <summary>Null if it is not as it was sent.</summary>
    public static Datagram? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ProbeTrain.LeastBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^SumBytes..]) != SumOf(bytes[..^SumBytes]))
            return null;
        return new Datagram(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }

    public static Datagram Now(long round, int number) => new(round, number, Stopwatch.GetTimestamp());

    private static uint SumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var each in bytes)
            sum = BitOperations.Crc32C(sum, each);
        return sum;
    }
}
