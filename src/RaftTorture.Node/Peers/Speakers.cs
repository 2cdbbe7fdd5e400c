using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Peers;

/// <summary>Who speaks to this node: a bounded number of peers, and few connections each.</summary>
/// <remarks>A peer that dials again has lost its old connection, even if this side has not noticed: so the newest stay and the oldest goes.</remarks>
/// <param name="tell">Told who has come, and whose last connection of that disk is gone. Called under the lock: or one that dials again could seem gone.</param>
internal sealed class Speakers(Action<Greeted> tell)
{
    public const int MaxPeers = 64;
    public const int MaxConnectionsEach = 2;

    private readonly object _gate = new();
    private readonly SortedDictionary<NodeId, List<Connection>> _connections = [];

    /// <exception cref="FormatException">Too many others speak already.</exception>
    public void Enter(NodeId peer, Incarnation disk, CancellationTokenSource hangUp)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(peer, out var open))
            {
                if (_connections.Count >= MaxPeers)
                    throw new FormatException($"{MaxPeers} peers are connected already, {peer} is one too many");
                _connections[peer] = open = [];
            }

            open.Add(new Connection(disk, hangUp));
            tell(new Greeted(peer, disk));
            if (open.Count > MaxConnectionsEach)
                HangUpOldest(open);
        }
    }

    public void Leave(NodeId peer, Incarnation disk, CancellationTokenSource hangUp)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(peer, out var open) || !open.Remove(new Connection(disk, hangUp)))
                return; // Hung up on: newer ones are there.
            if (!open.Exists(other => other.Disk == disk))
                tell(new Greeted(peer, disk) { IsGone = true });
            if (open.Count == 0)
                _connections.Remove(peer);
        }
    }

    private static void HangUpOldest(List<Connection> open)
    {
        var oldest = open[0];
        open.RemoveAt(0);
        oldest.HangUp.Cancel(); // Under the lock, so that it cannot be disposed of meanwhile: its owner leaves first.
    }

    private readonly record struct Connection(Incarnation Disk, CancellationTokenSource HangUp);
}
