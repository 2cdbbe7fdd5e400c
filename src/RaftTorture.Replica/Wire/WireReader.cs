using System.Buffers.Binary;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote from the front of a span; never past its end, and nothing that makes no sense.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> that names the part and where it stands.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, string subject)
{
    private readonly int _lengthBytes = bytes.Length;
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int RestBytes => _rest.Length;

    public byte Byte(string part) => Take(part, 1)[0];

    public bool Bool(string part) => Byte(part) switch
    {
        0 => false,
        1 => true,
        var other => throw Bad(part, $"{other} is neither 0 nor 1"),
    };

    /// <summary>A number of things: not negative.</summary>
    public int Count32(string part)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(Take(part, sizeof(int)));
        return value >= 0 ? value : throw Bad(part, $"{value} is negative");
    }

    /// <inheritdoc cref="Count32"/>
    public long Count(string part)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(Take(part, sizeof(long)));
        return value >= 0 ? value : throw Bad(part, $"{value} is negative");
    }

    /// <summary>Any number.</summary>
    public long Int64(string part) => BinaryPrimitives.ReadInt64LittleEndian(Take(part, sizeof(long)));

    public Term Term(string part) => new(Count(part));

    public LogIndex Index(string part) => new(Count(part));

    public NodeId Node(string part)
    {
        var value = Count32(part);
        return value > 0 ? new NodeId(value) : throw Bad(part, "nodes are numbered from 1");
    }

    public EntryKind EntryKind(string part)
    {
        var value = (EntryKind)Byte(part);
        return value is Raft.EntryKind.NoOp or Raft.EntryKind.Command or Raft.EntryKind.Configuration
            ? value
            : throw Bad(part, $"unknown kind of entry {value}");
    }

    /// <summary>A copy of the bytes behind a length.</summary>
    public byte[] Blob(string part)
    {
        var blobBytes = Count32(part);
        return Take(part, blobBytes).ToArray();
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw Bad("end", $"{_rest.Length} bytes too many");
    }

    private ReadOnlySpan<byte> Take(string part, int countBytes)
    {
        if (countBytes > _rest.Length)
            throw Bad(part, $"{countBytes} bytes are needed, {_rest.Length} are left");
        var taken = _rest[..countBytes];
        _rest = _rest[countBytes..];
        return taken;
    }

    public readonly FormatException Bad(string part, string reason) => new($"{subject}: {part} before byte {_lengthBytes - _rest.Length}: {reason}");
}
