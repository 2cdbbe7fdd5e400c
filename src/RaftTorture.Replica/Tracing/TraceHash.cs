using System.Buffers.Binary;
using System.Collections.Immutable;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>
/// 64-bit FNV-1a (draft-eastlake-fnv-17): tells entries apart that differ by accident. One hash an entry and not a running one, because a
/// node that starts from a snapshot does not know what came before; a reader that saw the whole log chains them itself.
/// </summary>
internal static class TraceHash
{
    private const ulong Basis = 0xcbf2_9ce4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01b3;

    /// <summary>Of index (8 bytes), term (8), kind (1) and payload, integers little-endian.</summary>
    public static ulong Of(Entry entry)
    {
        Span<byte> head = stackalloc byte[17];
        BinaryPrimitives.WriteInt64LittleEndian(head, entry.Index.Value);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], entry.Term.Value);
        head[16] = (byte)entry.Kind;
        return Add(Add(Basis, head), entry.Payload.Span);
    }

    /// <summary>Of the hashes of the entries, 8 bytes each, little-endian; of no entries the basis.</summary>
    public static ulong Of(ImmutableArray<Entry> log)
    {
        Span<byte> bytes = stackalloc byte[8];
        var hash = Basis;
        foreach (var entry in log)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Of(entry));
            hash = Add(hash, bytes);
        }

        return hash;
    }

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
            hash = unchecked((hash ^ octet) * Prime);
        return hash;
    }
}
