using System.Buffers;

namespace RaftTorture.Kv;

/// <summary>Puts the items of a snapshot together again from its blocks.</summary>
internal sealed class SnapshotItems(IEnumerable<ReadOnlyMemory<byte>> blocks) : IDisposable
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _blocks = blocks.GetEnumerator();
    private readonly ArrayBufferWriter<byte> _item = new();
    private ReadOnlyMemory<byte> _rest;

    public void Dispose() => _blocks.Dispose();

    /// <summary>The next item's bytes, valid until the one after is asked for.</summary>
    /// <exception cref="FormatException">The blocks end within it, or its length is none.</exception>
    public ReadOnlySpan<byte> Next()
    {
        var lengthBytes = ReadLength();
        if (lengthBytes <= _rest.Length)
            return Take(lengthBytes);

        // Collected as it comes, not in an array of the announced length: nobody vouches for that.
        _item.ResetWrittenCount();
        while (_item.WrittenCount < lengthBytes)
        {
            Refill();
            _item.Write(Take(lengthBytes - _item.WrittenCount));
        }

        return _item.WrittenSpan;
    }

    public void ExpectEnd()
    {
        while (_rest.IsEmpty && _blocks.MoveNext())
            _rest = _blocks.Current;
        if (!_rest.IsEmpty)
            throw new FormatException("snapshot: bytes follow its end");
    }

    private long ReadLength()
    {
        Span<byte> number = stackalloc byte[10];
        var count = 0;
        do
        {
            Refill();
            number[count++] = Take(1)[0];
        }
        while (number[count - 1] >= 0x80 && count < number.Length);

        var reader = new ByteReader("snapshot", number[..count]);
        return reader.Number("length of an item");
    }

    private ReadOnlySpan<byte> Take(long maxBytes)
    {
        var taken = _rest[..(int)Math.Min(maxBytes, _rest.Length)];
        _rest = _rest[taken.Length..];
        return taken.Span;
    }

    private void Refill()
    {
        while (_rest.IsEmpty)
        {
            if (!_blocks.MoveNext())
                throw new FormatException("snapshot: the bytes end within an item");
            _rest = _blocks.Current;
        }
    }
}
