using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>What a follower agreed to stays on its disk, until a leader of a later term removes it (section 5.3).</summary>
public sealed class AckIsKept : Invariant
{
    private readonly Dictionary<(NodeId Node, int Disk), (Entry Entry, Term Term)> _agreed = [];

    public override void OnSend(Message message, StableStorage senders)
    {
        if (message is not Message.AppendReply { IsSuccess: true } reply || reply.MatchIndex <= senders.LogStart.Index || reply.MatchIndex > senders.LastIndex)
            return;
        var key = (senders.Owner, senders.Disk);
        if (!_agreed.TryGetValue(key, out var before) || before.Term < reply.Term || before.Entry.Index < reply.MatchIndex)
            _agreed[key] = (senders.Entries[(int)(reply.MatchIndex.Value - senders.LogStart.Index.Value) - 1], reply.Term);
    }

    public override void OnFlush(IReadOnlyList<StableStorage> disks)
    {
        foreach (var disk in disks)
        {
            if (_agreed.TryGetValue((disk.Owner, disk.Disk), out var agreed) && disk.HardState.Term <= agreed.Term && !disk.Holds(agreed.Entry))
                throw Broken($"{disk.Owner} agreed to {agreed.Entry} in term {agreed.Term}, and has lost it in term {disk.HardState.Term}");
        }
    }
}
