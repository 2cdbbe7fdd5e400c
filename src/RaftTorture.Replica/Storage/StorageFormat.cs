using System.Globalization;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>
/// The one description of a node's directory. Integers are little-endian, lengths in bytes, checksums CRC-32C; "with" continues a checksum
/// over further numbers of 8 bytes.
/// <code>
/// log-SEGMENT            header · batch*            SEGMENT: 16 hex digits, from 1, no gaps
///   header               "RTLG" · version (4) · segment (8) · incarnation (8) · length of the segment before (8) · checksum (4) of all that
///   batch                "RTB\n" · length (4) · checksum (4) of each record's first 8 bytes, with segment, offset and length · record*
///   record               length (4) · checksum (4) of the body · body
///     1 hard state       term (8) · voted for (4; 0 for nobody)
///     2 entry            index (8) · term (8) · kind (1) · payload length (4) · payload
///     3 log start        index (8) · term (8): the log is empty and begins behind this
///     4 pin              node (4) · joined at (8) · incarnation (8): what disk that membership has
///     5 founding         length (4) · configuration: as the directory was told at its birth
///     6 checkpoint       index (8) · term (8): where the log ends here
///
/// durable                segment (8) · offset (8) · that batch's checksum (4) · incarnation (8) · checksum (4) of all that
///
/// snapshot-INDEX-TERM    header · block* · trailer  INDEX, TERM: 16 hex digits
///   header               "RTSN" · version (4) · index (8) · term (8) · configuration length (4) · configuration · checksum (4) of all that
///   block                length (4; not 0) · checksum (4) of the bytes, with offset · bytes
///   trailer              0 (4) · blocks (4) · checksum (4) of the header's checksum, with each block's first 8 bytes, with blocks
///
/// *.part                 unfinished: removed at the next start
/// lock                   held by the process that runs here
/// </code>
/// An entry replaces whatever the log held from its index on; a hard state or a pin replaces the one before.
/// </summary>
/// <remarks>
/// <para>
/// A batch is what one flush makes durable, and it is written only when the flush of the batch before has returned. So a power cut can
/// spoil the last batch of the last segment and no other: a bad batch with a sound one, or another segment, behind it is corruption. What
/// is bad at the very end may be either; the mark <c>durable</c>, written (not flushed) after each flush, decides: a batch that it names
/// was durable. After the death of a process the mark is exact, after a power cut it may be older than the truth, but never newer.
/// </para>
/// <para>
/// Each record has a checksum of its own, because a CRC finds more errors in little data than in much; the batch's is over those checksums,
/// so that no byte is summed twice, and over its place, so that no bytes pass for a batch that were written elsewhere.
/// </para>
/// <para>
/// The first batch of a segment says again all that the segments before it said and entries do not: checkpoint, hard state, founding
/// configuration and pins. So old segments can be deleted whole, from the first on, once a snapshot includes their entries.
/// </para>
/// <para>The layout of the log's header, and the first 8 bytes of a snapshot, stay the same in all later versions.</para>
/// </remarks>
internal static class StorageFormat
{
    public const uint LogVersion = 2;
    public const uint SnapshotVersion = 1;

    public const string MarkName = "durable";
    public const string PartSuffix = ".part";
    public const string DraftName = "snapshot-draft" + PartSuffix;
    public const string ReceivedName = "snapshot-received" + PartSuffix;

    /// <summary>The whole log in version 1, which was never released.</summary>
    public const string FirstVersionsLog = "log";

    private const string SegmentPrefix = "log-";
    private const string SnapshotPrefix = "snapshot-";
    private const int Digits = 16;

    public static ReadOnlySpan<byte> LogMagic => "RTLG"u8;

    public static ReadOnlySpan<byte> BatchMarker => "RTB\n"u8;

    public static ReadOnlySpan<byte> SnapshotMagic => "RTSN"u8;

    public static string SegmentName(long segment) => $"{SegmentPrefix}{segment:x16}";

    public static string SnapshotName(LogPosition position) => $"{SnapshotPrefix}{position.Index.Value:x16}-{position.Term.Value:x16}";

    /// <summary>The number of a segment's file; null for any other file.</summary>
    public static long? SegmentOf(string name) => name.StartsWith(SegmentPrefix, StringComparison.Ordinal) ? Hex(name.AsSpan(SegmentPrefix.Length)) : null;

    /// <summary>What a snapshot's file includes; null for any other file.</summary>
    public static LogPosition? SnapshotOf(string name)
    {
        if (!name.StartsWith(SnapshotPrefix, StringComparison.Ordinal) || name.Length != SnapshotPrefix.Length + Digits + 1 + Digits)
            return null;
        var index = Hex(name.AsSpan(SnapshotPrefix.Length, Digits));
        var term = Hex(name.AsSpan(SnapshotPrefix.Length + Digits + 1));
        return index is { } i && term is { } t ? new LogPosition(new LogIndex(i), new Term(t)) : null;
    }

    private static long? Hex(ReadOnlySpan<char> digits) =>
        digits.Length == Digits && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : null;
}
