using RaftTorture.Targets.Kernel.Firewall;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>One direction between two nodes and what becomes of its packets.</summary>
internal sealed record ShapedPair(AddressPair Pair, PacketShape Shape);
