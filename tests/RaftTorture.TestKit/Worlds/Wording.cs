using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Inputs, effects and messages in words that a reader of the paper knows.</summary>
public static class Wording
{
    public static string Of(Input input) => input switch
    {
        Input.Tick => "the clock ticks",
        Input.Receive receive => $"hears from {receive.Message.From}: {Of(receive.Message)}",
        Input.Propose propose => $"is asked to append {propose.Proposals.Length}",
        Input.Read read => $"is asked to read {read.ReadIds.Length}",
        Input.Persisted persisted => $"has {persisted.LastIndex}@{persisted.LastTerm} on disk",
        _ => throw new UnreachableException($"unknown input {input}"),
    };

    public static string Of(Effect effect) => effect switch
    {
        Effect.Persist persist => $"persist{Of(persist.HardState)}{Of(persist.Entries)}",
        Effect.Send send => $"send {send.Message.To}: {Of(send.Message)}",
        Effect.Apply apply => $"apply{Of(apply.Entries)}",
        Effect.AcceptProposal accepted => $"accept as {accepted.Index}@{accepted.Term}",
        Effect.RejectProposal rejected => $"reject, leader is {Of(rejected.Leader)}",
        Effect.AnswerRead answer => $"answer the read at {answer.ReadIndex}",
        Effect.RejectRead rejected => $"reject the read, leader is {Of(rejected.Leader)}",
        Effect.RoleChanged changed => $"is {changed.Role} of term {changed.Term}, leader is {Of(changed.Leader)}",
        _ => throw new UnreachableException($"unknown effect {effect}"),
    };

    public static string Of(Message message) => message switch
    {
        Message.RequestVote { IsPreVote: true } asked =>
            $"would you vote in term {asked.Term}? my log ends at {asked.LastLogIndex}@{asked.LastLogTerm}",
        Message.RequestVote asked => $"vote for me in term {asked.Term}; my log ends at {asked.LastLogIndex}@{asked.LastLogTerm}",
        Message.VoteReply { IsPreVote: true } reply => $"{(reply.IsGranted ? "I would" : "I would not")}, term {reply.Term}",
        Message.VoteReply reply => $"{(reply.IsGranted ? "granted" : "refused")}, term {reply.Term}",
        Message.AppendEntries append =>
            $"append behind {append.PreviousIndex}@{append.PreviousTerm}:{Of(append.Entries)}; "
            + $"commit {append.CommitIndex}, round {append.ReadRound}, term {append.Term}",
        Message.AppendReply { IsSuccess: true } reply => $"agreed up to {reply.MatchIndex}, round {reply.ReadRound}, term {reply.Term}",
        Message.AppendReply reply => $"not behind {reply.RejectedIndex}, try {reply.MatchIndex}, term {reply.Term}",
        _ => throw new UnreachableException($"unknown message {message}"),
    };

    private static string Of(ImmutableArray<Entry> entries) => string.Concat(entries.Select(entry => $" {entry}:{Of(entry)}"));

    private static string Of(Entry entry) => entry.Kind == EntryKind.NoOp ? "-" : ToyMachine.CommandOf(entry);

    private static string Of(HardState? state) => state is { } known ? $" term {known.Term} vote {Of(known.VotedFor)}" : "";

    private static string Of(NodeId? node) => node?.ToString() ?? "nobody";
}
