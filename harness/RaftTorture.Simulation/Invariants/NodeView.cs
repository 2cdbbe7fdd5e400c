using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A node's state as only an all-seeing observer can know it. Its log is the node's own: it changes with the next step.</summary>
public sealed record NodeView(NodeId Id, int Incarnation, Role Role, Term Term, LogIndex CommitIndex, IReadOnlyList<Entry> Log)
{
    /// <summary>The entry just before the log.</summary>
    public LogPosition Start { get; init; } = LogPosition.Start;

    /// <summary>How far its latest snapshot goes.</summary>
    public LogIndex SnapshotIndex { get; init; }

    /// <summary>The members in force here.</summary>
    public Configuration Configuration { get; init; } = Configuration.Empty;

    public LogIndex LastIndex => Start.Index + Log.Count;

    public Entry this[LogIndex index] => Log[(int)(index.Value - Start.Index.Value) - 1];

    /// <summary>The term at an index that is in the log or just before it.</summary>
    public Term TermAt(LogIndex index) => index == Start.Index ? Start.Term : this[index].Term;

    /// <summary>Whether its log holds an entry, by index and term, or held it before it was compacted.</summary>
    public bool Holds(Entry entry) => entry.Index < Start.Index || (entry.Index <= LastIndex && TermAt(entry.Index) == entry.Term);
    public static NodeView Of(RaftCore core, int incarnation) =>
        new(core.Id, incarnation, core.Role, core.Term, core.CommitIndex, core.Entries)
        {
            Start = core.LogStart,
            SnapshotIndex = core.Snapshot.LastIndex,
            Configuration = core.Configuration,
        };
}
