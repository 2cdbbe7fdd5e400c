using System.Collections.Immutable;
using System.Diagnostics;

namespace RaftTorture.Raft;

/// <summary>One Raft server without its body: <see cref="Step"/> takes one input and returns, in order, what must be done.</summary>
/// <remarks>Nothing here waits, reads a clock or throws dice but the seeded ones: the same inputs give the same effects, always.</remarks>
public sealed partial class RaftCore
{
    private readonly RaftConfig _config;
    private readonly RaftRules _rules;
    private readonly Dice _dice;
    private readonly RaftLog _log;
    private readonly ImmutableArray<NodeId> _peers;

    private HardState _hardState;
    private bool _isHardStateDirty;
    private LogIndex _persisted;
    private NodeId? _leader;
    private Candidacy? _candidacy;
    private Leadership? _leadership;
    private long? _nowMs;
    private long _electionDeadlineMs;
    private long? _heardFromLeaderMs;
    private List<Effect> _effects = [];

    /// <summary>Starts, or restarts, a server from what its storage recovered.</summary>
    /// <exception cref="ArgumentException">The configuration cannot run; the message has every problem.</exception>
    public RaftCore(RaftConfig config, RaftRules rules, HardState recovered, IEnumerable<Entry> entries)
    {
        var problems = config.Problems();
        if (!problems.IsEmpty)
            throw new ArgumentException(string.Join("; ", problems), nameof(config));
        _config = config;
        _rules = rules;
        _dice = new Dice(config.Seed);
        _log = new RaftLog(entries);
        _peers = [.. config.Members.Where(member => member != config.Id).Order()];
        _hardState = rules.Recover(recovered);
        _persisted = _log.LastIndex;
    }

    public NodeId Id => _config.Id;

    public Role Role { get; private set; } = Role.Follower;

    public Term Term => _hardState.Term;

    public NodeId? VotedFor => _hardState.VotedFor;

    /// <summary>The leader of this term, as far as this server knows.</summary>
    public NodeId? Leader => _leader;

    public LogIndex CommitIndex { get; private set; }

    public LogIndex LastIndex => _log.LastIndex;

    /// <summary>The log from index 1, for observers: not a copy, it changes with the next step.</summary>
    public IReadOnlyList<Entry> Entries => _log.Entries;

    /// <summary>Takes one input, returns its effects in the order in which they must happen.</summary>
    /// <exception cref="BrokenPromiseException">The server's state contradicts the protocol; it must stop.</exception>
    public IReadOnlyList<Effect> Step(Input input)
    {
        var before = (Role, Term, _leader);
        _effects = [];
        Dispatch(input);
        PersistHardState();
        if (before != (Role, Term, _leader))
            _effects.Add(new Effect.RoleChanged(Role, Term, _leader));
        return _effects;
    }

    private void Dispatch(Input input)
    {
        switch (input)
        {
            case Input.Tick tick:
                OnTick(tick.NowMs);
                break;
            case Input.Receive receive:
                OnMessage(receive.Message);
                break;
            case Input.Propose propose:
                OnPropose(propose.Proposals);
                break;
            case Input.Read read:
                OnRead(read.ReadIds);
                break;
            case Input.Persisted persisted:
                OnPersisted(persisted.LastIndex, persisted.LastTerm);
                break;
            default:
                throw new UnreachableException($"unknown input {input}");
        }
    }

    private void OnTick(long nowMs)
    {
        var isFirst = _nowMs is null;
        var wasSuspended = nowMs - (_nowMs ?? nowMs) >= _config.ElectionTimeoutMinMs;
        _nowMs = nowMs;
        if (isFirst || wasSuspended)
            StartElectionTimer(isAlone: _peers.IsEmpty); // After a suspension what the leader said meanwhile still waits in the sockets.
        if (_leadership is { } leadership)
            OnLeaderTick(leadership, wasSuspended);
        else if (nowMs >= _electionDeadlineMs)
            StartElection();
    }

    private void OnMessage(Message message)
    {
        Promise.Kept(message.To == Id, $"{Id} was handed a message for {message.To}");
        if (!_peers.Contains(message.From) || IsDisregarded(message))
            return;
        if (message.Term > Term && !IsOnlyAQuestion(message))
            BecomeFollower(message.Term, leader: null);
        switch (message)
        {
            case Message.RequestVote request:
                OnRequestVote(request);
                break;
            case Message.VoteReply reply:
                OnVoteReply(reply);
                break;
            case Message.AppendEntries append:
                OnAppendEntries(append);
                break;
            case Message.AppendReply reply:
                OnAppendReply(reply);
                break;
            default:
                throw new UnreachableException($"unknown message {message}");
        }
    }

    /// <summary>A pre-vote and its grant speak of a term that nobody has entered yet: they move no term (thesis 9.6).</summary>
    private static bool IsOnlyAQuestion(Message message) =>
        message is Message.RequestVote { IsPreVote: true } or Message.VoteReply { IsPreVote: true, IsGranted: true };

    /// <summary>All rules agree (section 5.1): a higher term, wherever it comes from, makes a follower.</summary>
    private void BecomeFollower(Term term, NodeId? leader)
    {
        var wasLeader = Role == Role.Leader;
        if (term > Term)
            SetHardState(new HardState(term, null));
        Role = Role.Follower;
        _leader = leader;
        _candidacy = null;
        if (_leadership is { } lost)
            RejectReads(lost);
        _leadership = null;
        if (wasLeader)
            StartElectionTimer();
    }

    private void SetHardState(HardState state)
    {
        Promise.Kept(state.Term >= Term, $"term {Term} would fall to {state.Term}");
        _hardState = state;
        _isHardStateDirty = true;
    }

    private void PersistHardState()
    {
        if (_isHardStateDirty)
            Persist([]);
    }

    private void Persist(ImmutableArray<Entry> entries)
    {
        if (!_isHardStateDirty && entries.IsEmpty)
            return;
        _effects.Add(new Effect.Persist(_isHardStateDirty ? _hardState : null, entries));
        _isHardStateDirty = false;
    }

    /// <summary>Sends, but first makes durable the term and vote on which the message rests.</summary>
    private void Send(Message message)
    {
        PersistHardState();
        _effects.Add(new Effect.Send(message));
    }

    private void CommitTo(LogIndex index)
    {
        if (index <= CommitIndex)
            return;
        Promise.Kept(index <= _log.LastIndex, $"commit {index} lies behind the log's end {_log.LastIndex}");
        var committed = _log.Between(CommitIndex, index);
        CommitIndex = index;
        _effects.Add(new Effect.Apply(committed));
    }

    private void OnPersisted(LogIndex lastIndex, Term lastTerm)
    {
        // The entry may have been replaced while the disk was busy: only index and term together name it.
        if (_log.TermAt(lastIndex) != lastTerm)
            return;
        _persisted = LogIndex.Max(_persisted, lastIndex);
        if (_leadership is not { } leadership)
            return;
        AdvanceCommit(leadership);
        ServeReads(leadership);
    }
}
