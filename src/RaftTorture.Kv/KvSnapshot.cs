using System.Buffers;
using System.Collections.Immutable;

namespace RaftTorture.Kv;

/// <summary>The state of a machine at one index: it stays as it is while the machine goes on.</summary>
/// <remarks>
/// As bytes it is a row of items, each a varint length and so many bytes, cut into blocks without regard to the items:
/// <code>
/// header   version (1 byte) · log time (varint) · sessions (varint) · keys (varint)
/// session  number · ttl · last use · last sequence (varints) · last reply; by ascending number
/// key      key (text) · value (text); by ascending key, ordinal
/// end      state hash (8 bytes)
/// </code>
/// Equal states give equal bytes, and the hash at the end says whether what was read is what was written.
/// </remarks>
public sealed class KvSnapshot
{
    internal const byte Version = 1;

    private readonly long _timeMs;
    private readonly ImmutableSortedDictionary<long, Session> _sessions;
    private readonly ImmutableSortedDictionary<string, KeyTable.Cell> _keys;

    internal KvSnapshot(
        long timeMs, ImmutableSortedDictionary<long, Session> sessions, ImmutableSortedDictionary<string, KeyTable.Cell> keys, ulong stateHash)
    {
        _timeMs = timeMs;
        _sessions = sessions;
        _keys = keys;
        StateHash = stateHash;
    }

    /// <summary>The machine's <see cref="KvMachine.StateHash"/> at that index.</summary>
    public ulong StateHash { get; }

    /// <summary>The state as bytes, made while they are asked for, so that the caller may write some and go on later.</summary>
    /// <param name="maxBlockBytes">All blocks have this size but the last, which may be smaller. A block is the caller's to keep.</param>
    /// <param name="maxItemBytes">Most bytes of one item: whoever reads them needs that much memory, and may refuse more.</param>
    /// <exception cref="InvalidOperationException">While they are made: the machine has let an item become longer than that; the message names it.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks(int maxBlockBytes, int maxItemBytes = KvLimits.MaxSnapshotItemBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlockBytes, 1);
        return Cut(maxBlockBytes, maxItemBytes);
    }

    private IEnumerable<ReadOnlyMemory<byte>> Cut(int blockBytes, int maxItemBytes)
    {
        var pending = new ArrayBufferWriter<byte>(blockBytes);
        foreach (var item in Items(maxItemBytes))
        {
            new ByteWriter(pending).Number(item.Length);
            pending.Write(item.Span);
            if (pending.WrittenCount < blockBytes)
                continue;

            var written = pending.WrittenMemory.ToArray().AsMemory();
            pending.ResetWrittenCount();
            for (; written.Length >= blockBytes; written = written[blockBytes..])
                yield return written[..blockBytes];
            pending.Write(written.Span);
        }

        if (pending.WrittenCount > 0)
            yield return pending.WrittenMemory.ToArray();
    }

    /// <summary>One item after the other; each is valid until the next is asked for.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Items(int maxItemBytes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(buffer);
        WriteHeader(writer);
        yield return buffer.WrittenMemory;
        foreach (var (_, session) in _sessions)
        {
            buffer.ResetWrittenCount();
            WriteSession(session, writer);
            if (buffer.WrittenCount > maxItemBytes)
                throw TooLong($"session {session.Number}", buffer.WrittenCount, maxItemBytes);
            yield return buffer.WrittenMemory;
        }

        foreach (var (key, cell) in _keys)
        {
            buffer.ResetWrittenCount();
            writer.Text(key);
            writer.Text(cell.Value);
            if (buffer.WrittenCount > maxItemBytes)
                throw TooLong($"key {key}", buffer.WrittenCount, maxItemBytes);
            yield return buffer.WrittenMemory;
        }

        buffer.ResetWrittenCount();
        writer.Fixed64((long)StateHash);
        yield return buffer.WrittenMemory;
    }

    private static InvalidOperationException TooLong(string item, int itemBytes, int maxItemBytes) =>
        new($"{item} takes {itemBytes} bytes in a snapshot, at most {maxItemBytes} are allowed: the machine did not keep its limits");

    private void WriteHeader(ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Number(_timeMs);
        writer.Number(_sessions.Count);
        writer.Number(_keys.Count);
    }

    private static void WriteSession(Session session, ByteWriter writer)
    {
        writer.Number(session.Number);
        writer.Number(session.TtlMs);
        writer.Number(session.LastUsedMs);
        writer.Number(session.LastSequence);
        ReplyCodec.Write(session.LastReply, writer);
    }
}
