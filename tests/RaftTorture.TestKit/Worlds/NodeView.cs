using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A node's state as only an all-seeing observer can know it. Its log is the node's own: it changes with the next step.</summary>
public sealed record NodeView(NodeId Id, int Incarnation, Role Role, Term Term, LogIndex CommitIndex, IReadOnlyList<Entry> Log)
{
    public LogIndex LastIndex => new(Log.Count);

    public Entry this[LogIndex index] => Log[(int)index.Value - 1];

    /// <summary>Whether its log holds an entry, by index and term.</summary>
    public bool Holds(Entry entry) => entry.Index <= LastIndex && this[entry.Index].Term == entry.Term;

    internal static NodeView Of(SimulatedNode node) =>
        new(node.Id, node.Incarnation, node.Core.Role, node.Core.Term, node.Core.CommitIndex, node.Core.Entries);
}
