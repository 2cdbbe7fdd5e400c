using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Inputs, effects and messages in words that a reader of the paper knows.</summary>
public static class Wording
{
    public static string Of(Input input) => input switch
    {
        Input.Clock => "looks at the clock",
        Input.Tick => "the clock ticks",
        Input.Receive receive => $"hears from {receive.Message.From}: {Of(receive.Message)}",
        Input.Propose propose => $"is asked to append {propose.Proposals.Length}",
        Input.Read read => $"is asked to read {read.ReadIds.Length}",
        Input.Persisted persisted => $"has {persisted.LastIndex}@{persisted.LastTerm} on disk",
        Input.ChangeMembership change => $"is asked to {Of(change.Change)}",
        Input.TransferLeadership transfer => $"is asked to hand over to {transfer.Target?.ToString() ?? "anybody"}",
        Input.RequestSnapshot => "is asked for a snapshot",
        Input.SnapshotTaken taken => $"has a snapshot up to {Of(taken.Snapshot)} on disk",
        Input.SnapshotReceived received => $"has received a whole snapshot up to {Of(received.Snapshot)}",
        Input.SnapshotSpoiled spoiled => $"finds the pieces of stream {spoiled.Stream} spoiled",
        _ => throw new UnreachableException($"unknown input {input}"),
    };

    public static string Of(Effect effect) => effect switch
    {
        Effect.Persist persist => $"persist{Of(persist.HardState)}{Of(persist.Entries)}",
        Effect.Send send => $"send {send.Message.To}: {Of(send.Message)}",
        Effect.Apply apply => $"apply{Of(apply.Entries)}",
        Effect.AcceptProposal accepted => $"accept as {accepted.Index}@{accepted.Term}",
        Effect.RejectProposal rejected => $"reject, leader is {Of(rejected.Leader)}{(rejected.Reason is { } reason ? $": {reason}" : "")}",
        Effect.AnswerRead { LeaseEndMs: { } endMs } answer => $"answer the read at {answer.ReadIndex} if it is not {endMs} ms yet",
        Effect.AnswerRead answer => $"answer the read at {answer.ReadIndex}",
        Effect.RejectRead rejected => $"reject the read, leader is {Of(rejected.Leader)}",
        Effect.Configured configured => $"the members are {configured.Configuration}",
        Effect.TransferEnded ended => $"the handover is over{(ended.Problem is { } problem ? $": {problem}" : "")}",
        Effect.TakeSnapshot take => $"take a snapshot up to {Of(take.Snapshot)}",
        Effect.Compact compact => $"forget the log up to {compact.UpTo}",
        Effect.SendSnapshot piece => $"send {piece.To}: snapshot {Of(piece.Snapshot)} from byte {piece.Offset}, stream {piece.Stream}",
        Effect.StoreSnapshot store => $"keep {Of(store.Piece)}",
        Effect.InstallSnapshot install => $"install the snapshot up to {Of(install.Snapshot)}{(install.KeepsLog ? "" : ", forget the log")}",
        Effect.RoleChanged changed => $"is {changed.Role} of term {changed.Term}, leader is {Of(changed.Leader)}",
        _ => throw new UnreachableException($"unknown effect {effect}"),
    };

    public static string Of(Message message) => message switch
    {
        Message.RequestVote { IsPreVote: true } asked =>
            $"would you vote in term {asked.Term}? my log ends at {asked.LastLogIndex}@{asked.LastLogTerm}",
        Message.RequestVote { IsTransfer: true } asked =>
            $"vote for me in term {asked.Term}, the leader wants it; my log ends at {asked.LastLogIndex}@{asked.LastLogTerm}",
        Message.RequestVote asked => $"vote for me in term {asked.Term}; my log ends at {asked.LastLogIndex}@{asked.LastLogTerm}",
        Message.VoteReply { IsPreVote: true } reply => $"{(reply.IsGranted ? "I would" : "I would not")}, term {reply.Term}",
        Message.VoteReply reply => $"{(reply.IsGranted ? "granted" : "refused")}, term {reply.Term}",
        Message.AppendEntries append =>
            $"append behind {append.PreviousIndex}@{append.PreviousTerm}:{Of(append.Entries)}; "
            + $"commit {append.CommitIndex}, round {append.ReadRound}, term {append.Term}",
        Message.AppendReply { IsSuccess: true } reply => $"agreed up to {reply.MatchIndex}, round {reply.ReadRound}, term {reply.Term}",
        Message.AppendReply reply => $"not behind {reply.RejectedIndex}, try {reply.MatchIndex}, term {reply.Term}",
        Message.InstallSnapshot piece =>
            $"snapshot {Of(piece.Snapshot)}, {piece.Data.Length} bytes from {piece.Offset}{(piece.IsLast ? ", the last" : "")}, "
            + $"stream {piece.Stream}, term {piece.Term}",
        Message.SnapshotReply reply => $"go on from byte {reply.NextOffset}, stream {reply.Stream}, term {reply.Term}",
        Message.TimeoutNow urge => $"campaign now, term {urge.Term}",
        Message.ReadIndexRequest request => $"at which index may I read? term {request.Term}",
        Message.ReadIndexReply { Index: { } index } reply => $"read at {index}, term {reply.Term}",
        Message.ReadIndexReply reply => $"ask another, term {reply.Term}",
        _ => throw new UnreachableException($"unknown message {message}"),
    };

    private static string Of(MembershipChange change) => change switch
    {
        MembershipChange.AddLearner => $"add {change.Node} as a learner",
        MembershipChange.Promote => $"promote {change.Node}",
        MembershipChange.Demote => $"demote {change.Node}",
        MembershipChange.Remove => $"remove {change.Node}",
        _ => throw new UnreachableException($"unknown change {change}"),
    };

    private static string Of(LogPosition position) => $"{position.Index}@{position.Term}";

    private static string Of(SnapshotMeta snapshot) => $"{snapshot.LastIndex}@{snapshot.LastTerm}";

    private static string Of(ImmutableArray<Entry> entries) => string.Concat(entries.Select(entry => $" {entry}:{ToyMachine.CommandOf(entry)}"));

    private static string Of(HardState? state) => state is { } known ? $" term {known.Term} vote {Of(known.VotedFor)}" : "";

    private static string Of(NodeId? node) => node?.ToString() ?? "nobody";
}
