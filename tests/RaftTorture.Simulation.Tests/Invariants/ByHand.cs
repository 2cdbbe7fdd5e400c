using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Invariants;

/// <summary>States, disks and messages made by hand, to be shown to an invariant.</summary>
internal static class ByHand
{
    public static void Show(Invariant invariant, params NodeView[] states)
    {
        foreach (var state in states)
            invariant.OnStep(state, []);
    }

    public static void AssertRejects(Action shown) => Assert.That(shown, Throws.TypeOf<InvariantBrokenException>());

    public static NodeView Leader(NodeId id, int term, int[]? log = null, int commit = 0) =>
        new(id, Incarnation: 0, Role.Leader, new Term(term), new LogIndex(commit), LogOf(log ?? []));

    public static NodeView Follower(NodeId id, int[] log, int commit = 0) =>
        new(id, Incarnation: 0, Role.Follower, new Term(9), new LogIndex(commit), LogOf(log));

    public static StableStorage Disk(NodeId owner, params int[] log)
    {
        var disk = new StableStorage(owner);
        disk.Flush(new Effect.Persist(null, [.. LogOf(log)]));
        return disk;
    }

    public static Entry[] LogOf(int[] terms) => [.. terms.Select((term, i) => At(i + 1, term))];

    public static Entry At(int index, int term) => new(new LogIndex(index), new Term(term), EntryKind.Command, default);

    public static Message.VoteReply Vote(NodeId voter, NodeId forCandidate, int term) =>
        new(IsGranted: true, IsPreVote: false) { Term = new Term(term), From = voter, To = forCandidate };

    public static Message.RequestVote Candidacy(NodeId candidate, int term) =>
        new(LogIndex.Zero, Term.Zero, IsPreVote: false) { Term = new Term(term), From = candidate, To = N5 };

    /// <summary>A heartbeat.</summary>
    public static Message.AppendEntries Append(NodeId from, int term) =>
        new(LogIndex.Zero, Term.Zero, [], LogIndex.Zero, ReadRound: 0) { Term = new Term(term), From = from, To = N5 };

    public static Message.AppendReply Agreed(NodeId from, Term term, int match) =>
        new(IsSuccess: true, new LogIndex(match), LogIndex.Zero, ReadRound: 0) { Term = term, From = from, To = N5 };

    public static Member Voter(NodeId id) => new(id, IsVoter: true, LogIndex.Zero, "");

    /// <summary>The node takes these for the voters.</summary>
    public static NodeView Among(this NodeView node, params NodeId[] voters) => node with { Configuration = Configuration.Of(voters) };

    /// <summary>Its log begins behind an entry of term 1.</summary>
    public static NodeView Behind(this NodeView node, int start, int snapshot) => node with
    {
        Start = new LogPosition(new LogIndex(start), new Term(1)),
        SnapshotIndex = new LogIndex(snapshot),
        Log = [.. node.Log.Select(entry => entry with { Index = entry.Index + start })],
    };
}
