using System.Collections.Immutable;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>Everything that the firewall holds up at a time: a whole partition, so that it comes and goes in one moment.</summary>
/// <param name="Packets">Of which every packet vanishes.</param>
/// <param name="Requests">Of which what goes to the peer port vanishes, but not the answers to what comes from there.</param>
/// <param name="Resets">Of which TCP is answered with a reset.</param>
/// <param name="PeerPort">On which nodes are asked by their peers.</param>
internal sealed record Cuts(
    ImmutableArray<AddressPair> Packets, ImmutableArray<AddressPair> Requests, ImmutableArray<AddressPair> Resets, int PeerPort)
{
    public static readonly Cuts None = new([], [], [], 0);

    /// <summary>How many elements its sets have: a reset is in two, for copies of packets are not worth one.</summary>
    public int Elements => Packets.Distinct().Count() + Requests.Distinct().Count() + (2 * Resets.Distinct().Count());
}
