using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>The pins of a directory, by member and membership.</summary>
internal sealed class PinTable
{
    private readonly SortedDictionary<(NodeId Node, LogIndex JoinedAt), Incarnation> _pins = [];

    public IEnumerable<Pin> All => _pins.Select(pin => new Pin(pin.Key.Node, pin.Key.JoinedAt, pin.Value));

    public Incarnation? Find(NodeId node, LogIndex joinedAt) => _pins.TryGetValue((node, joinedAt), out var incarnation) ? incarnation : null;

    public void Set(Pin pin) => _pins[(pin.Node, pin.JoinedAt)] = pin.Incarnation;
}
