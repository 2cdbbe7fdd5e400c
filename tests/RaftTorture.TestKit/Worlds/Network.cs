using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Carries messages through its <see cref="Weather"/>, over links that can be cut one direction at a time.</summary>
/// <param name="timeline">When things happen.</param>
/// <param name="dice">Decides delays and losses.</param>
/// <param name="diskOf">The disk that a node has: it goes with what it says, and what is meant for one disk does not reach another.</param>
/// <param name="deliver">Takes what arrives.</param>
public sealed class Network(Timeline timeline, Dice dice, Func<NodeId, int> diskOf, Action<Message, int> deliver)
{
    private readonly HashSet<(NodeId From, NodeId To)> _cuts = [];
    private readonly List<Trap> _traps = [];

    public Weather Weather { get; set; } = Weather.Calm;

    public int DiskOf(NodeId node) => diskOf(node);

    /// <summary>Extra one-way delay of every message to or from a node, milliseconds.</summary>
    public Dictionary<NodeId, int> SlowMs { get; } = [];

    public void Send(Message message)
    {
        if (!IsCut(message) && !_traps.Any(trap => trap.Catches(message)))
            Carry(message);
    }

    /// <summary>Delivers a message once more, whenever it was sent.</summary>
    public void Replay(Message message) => Schedule(message);

    public Trap Catch(Predicate<Message> isWanted)
    {
        var trap = new Trap(isWanted);
        _traps.Add(trap);
        return trap;
    }

    /// <summary>Takes the trap away and sends on what it caught.</summary>
    public void Release(Trap trap)
    {
        _traps.Remove(trap);
        foreach (var message in trap.Caught)
            Schedule(message);
    }

    public void CutOneWay(NodeId from, NodeId to) => _cuts.Add((from, to));

    /// <summary>Mends every link; what was lost stays lost.</summary>
    public void Heal() => _cuts.Clear();

    private bool IsCut(Message message) => _cuts.Contains((message.From, message.To));

    private void Carry(Message message)
    {
        if (Happens(Weather.DropPermille))
            return;
        Schedule(message);
        if (Happens(Weather.DuplicatePermille))
            Schedule(message);
    }

    private void Schedule(Message message)
    {
        var delayMs = dice.Between(Weather.MinDelayMs, Weather.MaxDelayMs)
            + SlowMs.GetValueOrDefault(message.From) + SlowMs.GetValueOrDefault(message.To);
        var (disk, receivers) = (diskOf(message.From), diskOf(message.To));
        timeline.After(delayMs, () =>
        {
            if (diskOf(message.To) == receivers)
                Arrive(message, disk);
        });
    }

    /// <summary>A cut also takes what is on its way, as a dead switch does.</summary>
    private void Arrive(Message message, int disk)
    {
        if (!IsCut(message))
            deliver(message, disk);
    }

    private bool Happens(int permille) => permille > 0 && dice.Between(1, 1000) <= permille;
}
