namespace RaftTorture.Kv;

/// <summary>Makes a machine from the bytes of a <see cref="KvSnapshot"/>, and refuses every other bytes.</summary>
internal static class SnapshotReader
{
    private const string What = "snapshot";

    public static KvMachine Read(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        using var items = new SnapshotItems(blocks);
        var header = ReadHeader(items.Next());
        var sessions = ReadSessions(items, header.Sessions);
        var keys = ReadKeys(items, header.Keys);
        var machine = new KvMachine(keys, sessions, header.TimeMs);
        ExpectHash(items.Next(), machine.StateHash);
        items.ExpectEnd();
        return machine;
    }

    private static (long TimeMs, long Sessions, long Keys) ReadHeader(ReadOnlySpan<byte> item)
    {
        var reader = new ByteReader(What, item);
        if (reader.Byte("version") is var version and not KvSnapshot.Version)
            throw reader.Bad("version", $"{version} is not {KvSnapshot.Version}, the one known here");
        var header = (reader.Number("log time"), reader.Number("sessions"), reader.Number("keys"));
        reader.ExpectEnd();
        return header;
    }

    private static SessionTable ReadSessions(SnapshotItems items, long count)
    {
        var sessions = new SessionTable();
        var last = 0L;
        for (; count > 0; count--)
        {
            var session = ReadSession(items.Next(), last);
            last = session.Number;
            sessions.Set(session);
        }

        return sessions;
    }

    private static KeyTable ReadKeys(SnapshotItems items, long count)
    {
        var keys = new KeyTable();
        string? last = null;
        for (; count > 0; count--)
        {
            var (key, value) = ReadKey(items.Next(), last);
            last = key;
            keys.Set(key, value);
        }

        return keys;
    }

    private static Session ReadSession(ReadOnlySpan<byte> item, long lastNumber)
    {
        var reader = new ByteReader(What, item);
        var session = new Session(
            reader.Number("session"), reader.Number("ttl"), reader.Number("last use"), reader.Number("last sequence"), ReplyCodec.Read(ref reader));
        reader.ExpectEnd();
        if (session.Number <= lastNumber)
            throw reader.Bad("session", $"{session.Number} stands behind {lastNumber}");
        return session;
    }

    private static (string Key, string Value) ReadKey(ReadOnlySpan<byte> item, string? lastKey)
    {
        var reader = new ByteReader(What, item);
        var (key, value) = (reader.Text("key"), reader.Text("value"));
        reader.ExpectEnd();
        if (lastKey is not null && string.CompareOrdinal(key, lastKey) <= 0)
            throw reader.Bad("key", $"'{key}' stands behind '{lastKey}'");
        return (key, value);
    }

    private static void ExpectHash(ReadOnlySpan<byte> item, ulong stateHash)
    {
        var reader = new ByteReader(What, item);
        var written = (ulong)reader.Fixed64("state hash");
        reader.ExpectEnd();
        if (written != stateHash)
            throw reader.Bad("state hash", $"{written:x16} was written, {stateHash:x16} was read");
    }
}
