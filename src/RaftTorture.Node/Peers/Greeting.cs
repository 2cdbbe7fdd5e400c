using System.Net;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Peers;

/// <summary>What a node says of itself when it opens a connection to a peer.</summary>
/// <param name="From">Who speaks.</param>
/// <param name="Incarnation">The number that its data directory drew at birth: a wiped disk has another.</param>
/// <param name="Address">
/// Where it listens, for a peer that knows no address of it, as one that joins may not know its leader; null if it does not say.
/// </param>
/// <param name="ClusterId">The cluster it belongs to.</param>
internal sealed record Greeting(NodeId From, Incarnation Incarnation, DnsEndPoint? Address, string ClusterId);
