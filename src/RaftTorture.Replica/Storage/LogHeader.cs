using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>
/// The first bytes of the log, and the one description of its format. Integers are little-endian, lengths in bytes.
/// <code>
/// file         header · batch*
/// header       "RTLG" · version (4)
/// batch        "RTB\n" · length (4) · CRC-32C (4) of offset, length and records · record*
/// hard state   1 · term (8) · voted for (4; 0 for nobody)
/// entry        2 · index (8) · term (8) · kind (1) · payload length (4) · payload
/// </code>
/// An entry replaces whatever the log held from its index on; a hard state replaces the one before.
/// </summary>
/// <remarks>
/// A batch is what one flush makes durable, and it is written only when the flush of the batch before has returned. So a power cut can
/// spoil the last batch and no other: a bad batch with a good one behind it was durable once, and is corruption.
/// </remarks>
internal static class LogHeader
{
    public const int SizeBytes = 8;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "RTLG"u8;

    /// <summary>Begins an empty file, accepts one of this version, refuses any other.</summary>
    /// <exception cref="CorruptLogException">It is not a log that this release can read.</exception>
    public static void Ensure(IDiskFile file, string path)
    {
        Span<byte> header = stackalloc byte[SizeBytes];
        if (file.Read(0, header) < SizeBytes || IsUnborn(file, header))
            Begin(file);
        else if (!header.StartsWith(Magic))
            throw new CorruptLogException(path, 0, "this is not a RaftTorture log");
        else
            CheckVersion(header, path);
    }

    // The first batch is written behind a flushed header: a power cut during that flush leaves a short file, or one of zeros, and no promise.
    private static bool IsUnborn(IDiskFile file, ReadOnlySpan<byte> header) => file.LengthBytes == SizeBytes && !header.ContainsAnyExcept((byte)0);

    private static void Begin(IDiskFile file)
    {
        Span<byte> header = stackalloc byte[SizeBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[Magic.Length..], Version);
        file.Write(0, header);
        file.Flush();
    }

    private static void CheckVersion(ReadOnlySpan<byte> header, string path)
    {
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[Magic.Length..]);
        if (version > Version)
            throw new UnsupportedLogException($"{path}: log version {version} was written by a newer release; this one reads version {Version}: start the newer release");
        if (version < Version)
            throw new CorruptLogException(path, Magic.Length, $"there is no log version {version}");
    }
}
