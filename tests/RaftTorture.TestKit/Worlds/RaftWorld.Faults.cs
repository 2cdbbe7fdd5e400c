using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What befalls nodes and links.</summary>
public sealed partial class RaftWorld
{
    public void Crash(params ReadOnlySpan<NodeId> nodes)
    {
        foreach (var node in nodes)
            this[node].Crash();
    }

    public void Restart(params ReadOnlySpan<NodeId> nodes)
    {
        foreach (var node in nodes)
            this[node].Restart();
    }

    /// <summary>The node stops and its disk is lost; what comes back is a server that has never run.</summary>
    public void Wipe(NodeId node)
    {
        this[node].Wipe();
        this[node].Restart();
    }

    /// <summary>The process stands still, right after it has looked at the clock; what comes waits.</summary>
    public void Freeze(NodeId node) => this[node].Freeze();

    public void Thaw(NodeId node) => this[node].Thaw();

    public void CutOneWay(NodeId from, NodeId to) => Network.CutOneWay(from, to);

    public void Cut(NodeId a, NodeId b)
    {
        Network.CutOneWay(a, b);
        Network.CutOneWay(b, a);
    }

    /// <summary>Cuts a node off from all others.</summary>
    public void Isolate(NodeId node) => Partition(node);

    /// <summary>Cuts these off from the rest; among themselves they still talk.</summary>
    public void Partition(params NodeId[] side)
    {
        foreach (var inside in side)
        {
            foreach (var outside in Ids.Except(side))
                Cut(inside, outside);
        }
    }

    /// <summary>Every link works again; nobody is restarted.</summary>
    public void Heal() => Network.Heal();

    /// <summary>Starts a node from a log that an earlier life left on its disk: one number an entry, its term.</summary>
    public void StartWithLog(NodeId node, Term term, params IReadOnlyList<int> terms) =>
        this[node].StartFrom(new HardState(term, null), terms.Select((entryTerm, i) => OldEntry(i + 1, entryTerm)));

    private static Entry OldEntry(int index, int term) =>
        new(new LogIndex(index), new Term(term), EntryKind.Command, ToyMachine.Encode($"{index}={term}"));
}
