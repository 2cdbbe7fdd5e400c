using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Catches messages on their way: never released they are lost, released they arrive late.</summary>
public sealed class Trap
{
    private readonly Predicate<Message> _isWanted;
    private readonly List<Message> _caught = [];

    internal Trap(Predicate<Message> isWanted) => _isWanted = isWanted;

    /// <summary>What was caught, oldest first.</summary>
    public IReadOnlyList<Message> Caught => _caught;

    internal bool Catches(Message message)
    {
        if (!_isWanted(message))
            return false;
        _caught.Add(message);
        return true;
    }
}
