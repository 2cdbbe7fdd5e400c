using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A snapshot as bytes, which travel in pieces. Lines of text: what it replaces, one line a key, and a check sum.</summary>
public sealed class SnapshotFile
{
    private SnapshotFile(SnapshotMeta meta, ToyState state, byte[] bytes) => (Meta, State, Bytes) = (meta, state, bytes);

    public SnapshotMeta Meta { get; }

    public ToyState State { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static SnapshotFile Of(SnapshotMeta meta, ToyState state)
    {
        var members = Convert.ToBase64String(ConfigurationCodec.Encode(meta.Configuration));
        var head = $"{meta.LastIndex} {meta.LastTerm} {members} {state.Digest}\n";
        var body = head + string.Concat(state.Values.Select(pair => $"{pair.Key}={pair.Value}\n"));
        return new SnapshotFile(meta, state, Encoding.UTF8.GetBytes($"{body}{ToyState.DigestOf(body)}"));
    }

    /// <returns>Null if the bytes are no sound snapshot.</returns>
    public static SnapshotFile? Read(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.LastIndexOf('\n') + 1;
        if (end == 0 || ToyState.DigestOf(text[..end]).ToString() != text[end..])
            return null;
        var lines = text[..(end - 1)].Split('\n');
        var head = lines[0].Split(' ');
        var members = ConfigurationCodec.Decode(Convert.FromBase64String(head[2]));
        var meta = new SnapshotMeta(new LogIndex(long.Parse(head[0])), new Term(long.Parse(head[1])), members);
        return new SnapshotFile(meta, ToyState.Of(meta.LastIndex, lines[1..].Select(line => line.Split('=')), ulong.Parse(head[3])), bytes);
    }

    /// <summary>A part of the bytes; empty behind the end.</summary>
    public ReadOnlyMemory<byte> Piece(long offset, int maxBytes)
    {
        var start = (int)Math.Min(offset, Bytes.Length);
        return Bytes.Slice(start, Math.Min(maxBytes, Bytes.Length - start));
    }
}
