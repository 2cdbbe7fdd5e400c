using System.Buffers.Binary;
using System.Text;

namespace RaftTorture.Raft;

/// <summary>
/// A configuration as the payload of its entry, integers little-endian:
/// <code>count (4) · member*      member: id (4) · is voter (1) · joined at (8) · address length (4) · address (UTF-8)</code>
/// </summary>
public static class ConfigurationCodec
{
    private const int MinMemberBytes = 17;

    public static byte[] Encode(Configuration configuration)
    {
        var addresses = configuration.Members.Select(member => Encoding.UTF8.GetBytes(member.Address)).ToArray();
        var bytes = new byte[sizeof(int) + addresses.Sum(address => MinMemberBytes + address.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, addresses.Length);
        var rest = bytes.AsSpan(sizeof(int));
        for (var i = 0; i < addresses.Length; i++)
            rest = rest[Write(configuration.Members[i], addresses[i], rest)..];
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are not exactly one configuration.</exception>
    public static Configuration Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var count && (count < 0 || count > bytes.Length / MinMemberBytes))
            throw new FormatException($"configuration: {bytes.Length} bytes hold no list of members");
        var members = new List<Member>();
        var rest = bytes[sizeof(int)..];
        while (members.Count < count)
            members.Add(Read(ref rest));
        if (!rest.IsEmpty)
            throw new FormatException($"configuration: {rest.Length} bytes too many");
        return members.Select(member => member.Id).Distinct().Count() == count
            ? new Configuration(members)
            : throw new FormatException("configuration: a member stands in it twice");
    }

    private static int Write(Member member, byte[] address, Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, member.Id.Value);
        output[4] = member.IsVoter ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(output[5..], member.JoinedAt.Value);
        BinaryPrimitives.WriteInt32LittleEndian(output[13..], address.Length);
        address.CopyTo(output[MinMemberBytes..]);
        return MinMemberBytes + address.Length;
    }

    private static Member Read(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < MinMemberBytes)
            throw new FormatException("configuration: it ends within a member");
        var id = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var isVoter = rest[4];
        var joinedAt = BinaryPrimitives.ReadInt64LittleEndian(rest[5..]);
        var addressBytes = BinaryPrimitives.ReadInt32LittleEndian(rest[13..]);
        if (id < 1 || isVoter > 1 || joinedAt < 0 || addressBytes < 0 || addressBytes > rest.Length - MinMemberBytes)
            throw new FormatException("configuration: this is no member");
        var address = Encoding.UTF8.GetString(rest.Slice(MinMemberBytes, addressBytes));
        rest = rest[(MinMemberBytes + addressBytes)..];
        return new Member(new NodeId(id), isVoter == 1, new LogIndex(joinedAt), address);
    }
}
