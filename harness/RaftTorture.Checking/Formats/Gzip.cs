using System.Buffers.Binary;
using System.IO.Compression;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>Unpacks gz (RFC 1952), and holds it to its end.</summary>
/// <remarks>
/// The framework takes a file that is cut off for one that ends there, and half a history is another history. A whole file says in
/// its last four bytes how long it was before it was packed. Several files packed one after the other into one do not, and are refused.
/// </remarks>
internal sealed class Gzip : ForwardStream
{
    private readonly TailStream _packed;
    private readonly GZipStream _unpacked;
    private uint _length;

    public Gzip(Stream packed)
    {
        _packed = new TailStream(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public static bool IsPacked(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <exception cref="HistoryFormatException">The stream is packed, and breaks off.</exception>
    /// <param name="stream">Packed or not.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="lineNumber">Where the reader stands, for the error.</param>
    public static int Read(Stream stream, Span<byte> buffer, int lineNumber)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new HistoryFormatException(lineNumber, "the gz is cut off or damaged here");
        }
    }

    /// <exception cref="InvalidDataException">The packed data are damaged, or end before their end.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = _unpacked.Read(buffer);
        _length = unchecked(_length + (uint)count);
        if (count == 0 && !buffer.IsEmpty && _packed.DrainToTail() != _length)
            throw new InvalidDataException();
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Remembers the last four bytes that went through.</summary>
    private sealed class TailStream(Stream inner) : ForwardStream
    {
        private ulong _tail;

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            foreach (var each in buffer[Math.Max(0, count - sizeof(uint))..count])
                _tail = (_tail << 8) | each;
            return count;
        }

        /// <returns>The last four bytes of all, as a number.</returns>
        public uint DrainToTail()
        {
            Span<byte> rest = stackalloc byte[512];
            while (Read(rest) > 0)
            {
            }

            return BinaryPrimitives.ReverseEndianness((uint)_tail);
        }
    }
}
