using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>
/// What the next line says of the node. A step changes many things at once; the tracer replays them one after another in here, so that
/// each line shows the state right after what it tells.
/// </summary>
internal sealed class TraceState(TraceView view, LogIndex applied, Configuration configuration)
{
    public Term Term { get; private set; } = view.Term;

    public NodeId? VotedFor { get; set; } = view.VotedFor;

    public Role Role { get; private set; } = view.Role;

    public NodeId? Leader { get; set; } = view.Leader;

    public LogIndex CommitIndex { get; set; } = view.CommitIndex;

    public LogIndex LastIndex { get; set; } = view.LastIndex;

    public LogIndex AppliedIndex { get; set; } = applied;

    public Configuration Configuration { get; set; } = configuration;

    public void Become(Role role, Term term, NodeId? votedFor, NodeId? leader) => (Role, Term, VotedFor, Leader) = (role, term, votedFor, leader);

    /// <summary>What the core says has the last word: where effects were withheld from the trace, its reader must see the gap.</summary>
    public void Settle(TraceView view)
    {
        Become(view.Role, view.Term, view.VotedFor, view.Leader);
        (CommitIndex, LastIndex) = (view.CommitIndex, view.LastIndex);
    }
}
