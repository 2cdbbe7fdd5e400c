using System.Buffers;
using System.Buffers.Binary;

namespace RaftTorture.Replica.Storage;

/// <summary>Gathers the records of the next batch where they will be written from. One for a log: it reuses its memory.</summary>
internal sealed class BatchBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 64 * 1024;

    /// <summary>A giant batch may grow the buffer, but not for ever.</summary>
    private const int MostBytesKept = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[InitialBytes];
    private int _length = LogBatch.HeaderBytes;
    private int _recordAt;
    private uint _crc = LogBatch.EmptyChecksum;

    public bool IsEmpty => _length == LogBatch.HeaderBytes;

    /// <summary>What is written from here to <see cref="EndRecord"/> is the body of one record.</summary>
    public void BeginRecord()
    {
        _recordAt = _length;
        GetSpan(LogBatch.RecordHeaderBytes);
        _length += LogBatch.RecordHeaderBytes;
    }

    public void EndRecord()
    {
        var header = _bytes.AsSpan(_recordAt, LogBatch.RecordHeaderBytes);
        var body = _bytes.AsSpan(_recordAt + LogBatch.RecordHeaderBytes, _length - _recordAt - LogBatch.RecordHeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Crc32C.Of(body));
        _crc = Crc32C.With(_crc, BinaryPrimitives.ReadUInt64LittleEndian(header));
    }

    /// <summary>The whole batch for the place where it will be written; good until the next record or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Seal(long segment, long offset, out uint checksum)
    {
        var lengthBytes = _length - LogBatch.HeaderBytes;
        checksum = LogBatch.ChecksumAt(_crc, segment, offset, lengthBytes);
        StorageFormat.BatchMarker.CopyTo(_bytes);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(4), lengthBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(8), checksum);
        return _bytes.AsSpan(0, _length);
    }

    public void Clear()
    {
        if (_bytes.Length > MostBytesKept)
            _bytes = new byte[InitialBytes];
        _length = LogBatch.HeaderBytes;
        _crc = LogBatch.EmptyChecksum;
    }

    public void Advance(int count) => _length += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var neededBytes = _length + Math.Max(sizeHint, 1);
        if (neededBytes > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(neededBytes, _bytes.Length * 2));
        return _bytes.AsMemory(_length);
    }
}
