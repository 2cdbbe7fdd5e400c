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
    private readonly ConfigurationHistory _configurations;

    private HardState _hardState;
    private bool _isHardStateDirty;
    private LogIndex _persisted;
    private NodeId? _leader;
    private Candidacy? _candidacy;
    private Leadership? _leadership;
    private List<Effect> _effects = [];

    /// <summary>Starts, or restarts, a server from what its storage recovered.</summary>
    /// <exception cref="ArgumentException">The configuration cannot run; the message has every problem.</exception>
    public RaftCore(RaftConfig config, RaftRules rules, Recovered recovered)
    {
        var problems = config.Problems();
        if (!problems.IsEmpty)
            throw new ArgumentException(string.Join("; ", problems), nameof(config));
        _config = config;
        _rules = rules;
        _dice = new Dice(config.Seed);
        _log = new RaftLog(recovered.LogStart, recovered.Entries);
        _configurations = new ConfigurationHistory(recovered.Snapshot, recovered.Entries);
        _snapshot = recovered.Snapshot;
        _hardState = rules.Recover(recovered.HardState);
        _persisted = _log.LastIndex;
        _isReborn = recovered.HardState != HardState.Initial;
        CommitIndex = recovered.Snapshot.LastIndex;
        Promise.Kept(_log.TermAt(CommitIndex) == recovered.Snapshot.LastTerm, $"the recovered log does not hold the snapshot's last entry {CommitIndex}");
    }

    public NodeId Id => _config.Id;

    public Role Role { get; private set; } = Role.Follower;

    public Term Term => _hardState.Term;

    public NodeId? VotedFor => _hardState.VotedFor;

    /// <summary>The leader of this term, as far as this server knows.</summary>
    public NodeId? Leader => _leader;

    public LogIndex CommitIndex { get; private set; }

    public LogIndex LastIndex => _log.LastIndex;

    /// <summary>The entry just before <see cref="Entries"/>.</summary>
    public LogPosition LogStart => _log.Start;

    /// <summary>The log behind <see cref="LogStart"/>, for observers: not a copy, it changes with the next step.</summary>
    public IReadOnlyList<Entry> Entries => _log.Entries;

    /// <summary>The latest snapshot, or the founding configuration if there is none.</summary>
    public SnapshotMeta Snapshot => _snapshot;

    /// <summary>The members in force here, committed or not.</summary>
    public Configuration Configuration => _configurations.Current;

    /// <summary>Takes one input, returns its effects in the order in which they must happen.</summary>
    /// <exception cref="BrokenPromiseException">The server's state contradicts the protocol; it must stop.</exception>
    public IReadOnlyList<Effect> Step(Input input)
    {
        var (before, members) = ((Role, Term, _leader), Configuration);
        _effects = [];
        Dispatch(input);
        PersistHardState();
        if (!ReferenceEquals(members, Configuration))
            _effects.Add(new Effect.Configured(Configuration));
        if (before != (Role, Term, _leader))
            _effects.Add(new Effect.RoleChanged(Role, Term, _leader));
        return _effects;
    }

    private void Dispatch(Input input)
    {
        switch (input)
        {
            case Input.Clock clock:
                SetClock(clock.NowMs);
                break;
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
            case Input.ChangeMembership change:
                OnChangeMembership(change.ProposalId, change.Change);
                break;
            case Input.TransferLeadership transfer:
                OnTransferLeadership(transfer.RequestId, transfer.Target);
                break;
            case Input.RequestSnapshot:
                TakeSnapshot();
                break;
            case Input.SnapshotTaken taken:
                OnSnapshotTaken(taken.Snapshot);
                break;
            case Input.SnapshotReceived received:
                OnSnapshotReceived(received.Snapshot);
                break;
            case Input.SnapshotSpoiled spoiled:
                OnSnapshotSpoiled(spoiled.Stream);
                break;
            default:
                throw new UnreachableException($"unknown input {input}");
        }
    }

    private void OnMessage(Message message)
    {
        Promise.Kept(message.To == Id, $"{Id} was handed a message for {message.To}");
        if (message.From == Id || IsDisregarded(message))
            return;
        if (_rules.EntersTermOf(message, Term))
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
            case Message.InstallSnapshot piece:
                OnInstallSnapshot(piece);
                break;
            case Message.SnapshotReply reply:
                OnSnapshotReply(reply);
                break;
            case Message.TimeoutNow urge:
                OnTimeoutNow(urge);
                break;
            case Message.ReadIndexRequest request:
                OnReadIndexRequest(request);
                break;
            case Message.ReadIndexReply reply:
                OnReadIndexReply(reply);
                break;
            default:
                throw new UnreachableException($"unknown message {message}");
        }
    }

    /// <summary>All rules agree (section 5.1): a higher term, wherever it comes from, makes a follower.</summary>
    private void BecomeFollower(Term term, NodeId? leader)
    {
        if (term > Term || leader != _leader)
            RejectAskedReads(leader);
        if (_leadership is { } lost)
            EndLeadership(lost, isDeposed: term > Term, leader);
        if (term > Term)
            SetHardState(new HardState(term, null));
        Role = Role.Follower;
        _leader = leader;
        _candidacy = null;
    }

    private void EndLeadership(Leadership lost, bool isDeposed, NodeId? successor)
    {
        RejectReads(lost, successor);
        if (lost.Handover is { } handover)
            _effects.Add(new Effect.TransferEnded(handover.RequestId, isDeposed ? null : "this server stepped down before its successor could campaign"));
        _leadership = null;
        StartElectionTimer();
    }

    /// <summary>A message of the current leader: of this term or, by then, of a term that was adopted from it.</summary>
    private void HearLeader(NodeId leader)
    {
        Promise.Kept(Role != Role.Leader, $"{leader} and {Id} both lead term {Term}");
        BecomeFollower(Term, leader);
        _heardFromLeaderMs = NowMs;
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
}
