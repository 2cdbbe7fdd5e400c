using RaftTorture.Raft;

namespace RaftTorture.Node.Peers;

/// <summary>Who speaks to this node: a bounded number of peers, and few connections each.</summary>
/// <remarks>A peer that dials again has lost its old connection, even if this side has not noticed: so the newest stay and the oldest goes.</remarks>
internal sealed class Speakers
{
    public const int MaxPeers = 64;
    public const int MaxConnectionsEach = 2;

    private readonly object _gate = new();
    private readonly SortedDictionary<NodeId, List<CancellationTokenSource>> _connections = [];

    /// <exception cref="FormatException">Too many others speak already.</exception>
    public void Enter(NodeId peer, CancellationTokenSource hangUp)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(peer, out var open))
            {
                if (_connections.Count >= MaxPeers)
                    throw new FormatException($"{MaxPeers} peers are connected already, {peer} is one too many");
                _connections[peer] = open = [];
            }

            open.Add(hangUp);
            if (open.Count > MaxConnectionsEach)
                HangUpOldest(open);
        }
    }

    /// <returns>True if no connection of the peer is left.</returns>
    public bool Leave(NodeId peer, CancellationTokenSource hangUp)
    {
        lock (_gate)
            return _connections.TryGetValue(peer, out var open) && open.Remove(hangUp) && open.Count == 0 && _connections.Remove(peer);
    }

    private static void HangUpOldest(List<CancellationTokenSource> open)
    {
        var oldest = open[0];
        open.RemoveAt(0);
        oldest.Cancel(); // Under the lock, so that it cannot be disposed of meanwhile: its owner leaves first.
    }
}
