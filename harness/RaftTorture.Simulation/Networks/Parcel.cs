using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Simulation.Networks;

/// <summary>A message on its way, as bytes.</summary>
/// <param name="From">Its sender.</param>
/// <param name="Life">Which life of its sender spoke.</param>
/// <param name="Incarnation">The disk that its sender had.</param>
/// <param name="To">For whom it is.</param>
/// <param name="ToDisk">The disk that the receiver had: what is meant for one does not reach another.</param>
/// <param name="DepartsUs">When it leaves, true time; a sender that dies before has never sent it.</param>
/// <param name="Bytes">As the codec wrote it.</param>
internal sealed record Parcel(NodeId From, int Life, Incarnation Incarnation, NodeId To, int ToDisk, long DepartsUs, byte[] Bytes);
