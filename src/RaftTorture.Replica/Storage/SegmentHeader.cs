using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>The first bytes of a segment of the log. See <see cref="StorageFormat"/>.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Incarnation">Of the directory, so that no file of another one passes for one of its own.</param>
/// <param name="PreviousBytes">How long the segment before was when it was closed: it may not have lost its end since.</param>
internal readonly record struct SegmentHeader(long Segment, Incarnation Incarnation, long PreviousBytes)
{
    public const int SizeBytes = 36;

    private const int ChecksumAt = SizeBytes - sizeof(uint);

    public void Write(Span<byte> output)
    {
        StorageFormat.LogMagic.CopyTo(output);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], StorageFormat.LogVersion);
        BinaryPrimitives.WriteInt64LittleEndian(output[8..], Segment);
        BinaryPrimitives.WriteUInt64LittleEndian(output[16..], Incarnation.Value);
        BinaryPrimitives.WriteInt64LittleEndian(output[24..], PreviousBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(output[ChecksumAt..], Crc32C.Of(output[..ChecksumAt]));
    }

    /// <summary>The header of a file, or null if it has no sound one.</summary>
    /// <exception cref="UnsupportedLogException">It is sound, and of a newer release.</exception>
    public static SegmentHeader? TryRead(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < SizeBytes || !file.StartsWith(StorageFormat.LogMagic))
            return null;
        if (Crc32C.Of(file[..ChecksumAt]) != BinaryPrimitives.ReadUInt32LittleEndian(file[ChecksumAt..]))
            return null;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (version != StorageFormat.LogVersion)
            throw new UnsupportedLogException(
                $"{path}: log version {version} was written by a newer release; this one reads version {StorageFormat.LogVersion}: start the newer release");
        return new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(file[8..]),
            new Incarnation(BinaryPrimitives.ReadUInt64LittleEndian(file[16..])),
            BinaryPrimitives.ReadInt64LittleEndian(file[24..]));
    }
}
