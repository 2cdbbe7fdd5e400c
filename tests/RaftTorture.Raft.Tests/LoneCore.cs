using System.Collections.Immutable;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>One core, n1 of three, that a test speaks to directly, as if it were all the others.</summary>
internal sealed class LoneCore
{
    private long _nowMs;

    public LoneCore(Term? term = null, NodeId? votedFor = null, int[]? log = null, bool preVote = false, Func<RaftConfig, RaftConfig>? configure = null, RaftRules? rules = null)
    {
        var config = new RaftConfig { Id = N1, Members = [N1, N2, N3], Seed = 7, PreVote = preVote, CheckQuorum = preVote };
        config = configure?.Invoke(config) ?? config;
        Core = new RaftCore(config, rules ?? RaftRules.Paper, Recovered.Log(Configuration.Of(config.Members), new HardState(term ?? Term.Zero, votedFor), LogOf(log ?? [])));
        Tick(0);
    }

    /// <summary>One that serves reads by leases.</summary>
    public static LoneCore WithLease(Term? term = null, params ImmutableArray<NodeId> members) =>
        new(term, preVote: true, configure: config => config with { ReadMode = ReadMode.Lease, Members = members.IsEmpty ? config.Members : members });

    public RaftCore Core { get; }

    public long NowMs => _nowMs;

    public IReadOnlyList<Effect> Hear(Message message) => Core.Step(new Input.Receive(message));

    public IReadOnlyList<Effect> Tick(int elapsedMs) => Core.Step(new Input.Tick(_nowMs += elapsedMs));

    public IReadOnlyList<Effect> Propose(params ReadOnlySpan<long> ids) =>
        Core.Step(new Input.Propose([.. ids.ToArray().Select(id => new Proposal(id, default))]));

    public IReadOnlyList<Effect> Flush() => Core.Step(new Input.Persisted(Core.LastIndex, Core.Entries[^1].Term));

    /// <summary>Lets time pass, a millisecond at a time, until the core acts; returns what it then does.</summary>
    public IReadOnlyList<Effect> WaitForTimeout()
    {
        for (var elapsedMs = 0; elapsedMs <= 1000; elapsedMs++)
        {
            if (Tick(1) is { Count: > 0 } effects)
                return effects;
        }

        throw new TimeoutException("nothing happened for a second");
    }

    /// <summary>Campaigns, and wins with the vote of n2.</summary>
    public LoneCore Lead()
    {
        WaitForTimeout();
        if (Core.Role == Role.PreCandidate)
            Hear(Granted(N2, Core.Term.Next, isPreVote: true));
        Hear(Granted(N2, Core.Term));
        return this;
    }

    /// <summary>Leads, and has committed the first entry of its term.</summary>
    public LoneCore LeadInEarnest()
    {
        Lead();
        Flush();
        Hear(Agreed(N2, Core.Term, match: (int)Core.LastIndex.Value));
        return this;
    }

    public IReadOnlyList<Effect> Change(MembershipChange change) => Core.Step(new Input.ChangeMembership(ProposalId: 1, change));

    public IReadOnlyList<Effect> Read(long id) => Core.Step(new Input.Read([id]));

    public static Message.RequestVote VoteRequest(NodeId from, int term, int lastIndex = 0, int lastTerm = 0, bool isPreVote = false) =>
        new(new LogIndex(lastIndex), new Term(lastTerm), isPreVote) { Term = new Term(term), From = from, To = N1 };

    public static Message.VoteReply Granted(NodeId from, Term term, bool isPreVote = false) =>
        new(IsGranted: true, isPreVote) { Term = term, From = from, To = N1 };

    public static Message.VoteReply Refused(NodeId from, int term, bool isPreVote = false) =>
        new(IsGranted: false, isPreVote) { Term = new Term(term), From = from, To = N1 };

    /// <summary>AppendEntries with one entry for each of <paramref name="terms"/>.</summary>
    public static Message.AppendEntries Append(NodeId from, int term, int behind = 0, int behindTerm = 0, int commit = 0, params int[] terms) =>
        new(new LogIndex(behind), new Term(behindTerm), LogOf(terms, behind), new LogIndex(commit), ReadRound: 0)
        {
            Term = new Term(term),
            From = from,
            To = N1,
        };

    public static Message.AppendReply Agreed(NodeId from, Term term, int match, long round = 0) =>
        new(IsSuccess: true, new LogIndex(match), LogIndex.Zero, round) { Term = term, From = from, To = N1 };

    public static Message.AppendReply NotBehind(NodeId from, int term, int rejected, int tryNext) =>
        new(IsSuccess: false, new LogIndex(tryNext), new LogIndex(rejected), ReadRound: 0) { Term = new Term(term), From = from, To = N1 };

    private static ImmutableArray<Entry> LogOf(int[] terms, int behind = 0) =>
        [.. terms.Select((term, i) => new Entry(new LogIndex(behind + i + 1), new Term(term), EntryKind.Command, default))];
}
