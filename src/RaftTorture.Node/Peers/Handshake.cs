using System.Buffers.Binary;
using System.Text;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>The first frame on a peer connection: magic, the speaker's id, and the cluster's name. A stranger is refused.</summary>
internal static class Handshake
{
    private static ReadOnlySpan<byte> Magic => "RTP1"u8;

    /// <summary>The whole frame, its length in front.</summary>
    public static byte[] Write(NodeId from, string clusterId)
    {
        var name = Encoding.UTF8.GetBytes(clusterId);
        var frame = new byte[FrameReader.HeaderBytes + Magic.Length + sizeof(int) + name.Length];
        var body = frame.AsSpan(FrameReader.HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        Magic.CopyTo(body);
        BinaryPrimitives.WriteInt32LittleEndian(body[Magic.Length..], from.Value);
        name.CopyTo(body[(Magic.Length + sizeof(int))..]);
        return frame;
    }

    /// <exception cref="FormatException">Not a peer, or a peer of another cluster.</exception>
    public static NodeId Read(ReadOnlySpan<byte> frame, string clusterId)
    {
        if (frame.Length < Magic.Length + sizeof(int) || !frame.StartsWith(Magic))
            throw new FormatException("the caller does not speak the peer protocol");
        var theirs = Encoding.UTF8.GetString(frame[(Magic.Length + sizeof(int))..]);
        return theirs == clusterId
            ? new NodeId(BinaryPrimitives.ReadInt32LittleEndian(frame[Magic.Length..]))
            : throw new FormatException($"the caller belongs to cluster '{theirs}', this one is '{clusterId}'");
    }
}
