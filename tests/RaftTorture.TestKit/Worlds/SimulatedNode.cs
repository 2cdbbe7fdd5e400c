using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A core with a body: stable storage, a state machine, and a host that executes effects strictly in order.</summary>
public sealed partial class SimulatedNode
{
    private readonly WorldOptions _options;
    private readonly Timeline _timeline;
    private readonly Network _network;
    private readonly Observer _observer;
    private readonly Queue<Effect> _pending = [];

    internal SimulatedNode(ToyStorage storage, WorldOptions options, Timeline timeline, Network network, Observer observer)
    {
        (Storage, _options, _timeline, _network, _observer) = (storage, options, timeline, network, observer);
        FlushMs = options.FlushMs;
        Core = Recover();
        foreach (var founder in Core.Configuration.Members)
            Storage.Acquaintances.Knows(founder, disk: 0); // Hosts greet each other when they start, long before two followers have a word to say.
    }

    public NodeId Id => Storage.Owner;

    public RaftCore Core { get; private set; }

    public ToyStorage Storage { get; }

    public ToyMachine Machine { get; private set; } = new();

    public bool IsRunning { get; private set; } = true;

    /// <summary>How often it has been restarted.</summary>
    public int Incarnation { get; private set; }

    public bool IsLeader => IsRunning && Core.Role == Role.Leader;

    /// <summary>The commands in its log, oldest first; an empty entry of a new leader shows as <c>-</c>.</summary>
    public IReadOnlyList<string> Commands => [.. Core.Entries.Select(ToyMachine.CommandOf)];

    /// <param name="message">What arrived.</param>
    /// <param name="disk">The disk that its sender had when it spoke.</param>
    internal void Receive(Message message, int disk) => Handle(() =>
    {
        if (!Knows(message.From, disk))
            return;
        if (_options.LooksAtClockFirst)
            LookAtClock();
        Step(new Input.Receive(message));
    });

    /// <summary>Loses everything but stable storage, also a flush that had not returned.</summary>
    internal void Crash()
    {
        IsRunning = false;
        IsFrozen = _isFlushing = false;
        _deferred.Clear();
        _pending.Clear();
        _inbox.Take();
        _received.Clear();
        _desk.CloseAll();
    }

    internal void Restart()
    {
        Incarnation++;
        IsRunning = true;
        Machine = new ToyMachine(Storage.File?.State);
        Core = Recover();
        _observer.Started(this);
    }

    /// <summary>Puts on disk what an earlier life left there, and starts from it.</summary>
    internal void StartFrom(HardState hardState, IEnumerable<Entry> entries)
    {
        Storage.Flush(new Effect.Persist(hardState, [.. entries]));
        Core = Recover();
    }

    private RaftCore Recover()
    {
        var config = ConfigOf();
        return new RaftCore(config, _options.Rules, Storage.Recover(Configuration.Of(config.Members)));
    }

    private RaftConfig ConfigOf() => _options.Configure(new RaftConfig
    {
        Id = Id,
        Members = Id.Value <= _options.Nodes ? [.. Enumerable.Range(1, _options.Nodes).Select(number => new NodeId(number))] : [],
        Seed = (_options.Seed << 20) ^ ((ulong)Id.Value << 16) ^ (ulong)Incarnation,
    });

    private IReadOnlyList<Effect> Step(Input input)
    {
        if (!IsRunning)
            return [];
        var effects = _options.Tamper(_observer.StepOf(this, input));
        foreach (var effect in effects)
            _pending.Enqueue(effect);
        ExecutePending();
        return effects;
    }

    private void ExecutePending()
    {
        while (!_isFlushing && _pending.TryDequeue(out var effect))
            Execute(effect);
    }

    private void Execute(Effect effect)
    {
        switch (effect)
        {
            case Effect.Persist persist:
                StartFlush(persist);
                break;
            case Effect.Send send:
                Send(send.Message);
                break;
            case Effect.Apply apply:
                foreach (var entry in apply.Entries)
                    Apply(entry);
                break;
            case Effect.AnswerRead answer:
                Answer(answer);
                break;
            case Effect.AcceptProposal accepted:
                _desk.Accept(accepted);
                break;
            case Effect.RejectProposal rejected:
                _desk.Reject(rejected);
                break;
            case Effect.RejectRead rejected:
                _desk.Reject(rejected);
                break;
            case Effect.TransferEnded ended:
                _desk.End(ended);
                break;
            case Effect.RoleChanged changed:
                if (changed.Role != Role.Leader)
                    _desk.GiveUpWrites();
                break;
            case Effect.Configured:
                break;
            case Effect.TakeSnapshot take:
                TakeSnapshot(take.Snapshot);
                break;
            case Effect.Compact compact:
                Storage.CompactTo(compact.UpTo);
                break;
            case Effect.SendSnapshot piece:
                SendPiece(piece);
                break;
            case Effect.StoreSnapshot store:
                StorePiece(store.Piece);
                break;
            case Effect.InstallSnapshot install:
                Install(install.Snapshot);
                break;
            default:
                throw new UnreachableException($"unknown effect {effect}");
        }
    }

    private void Send(Message message)
    {
        if (!Knows(message.To, _network.DiskOf(message.To)))
            return; // What answers an earlier disk's question is not for the new one, which would take it for an answer to its own.
        _observer.Sent(message, Storage);
        _network.Send(message);
    }

    private bool Knows(NodeId node, int disk) =>
        !_options.KnowsDisks || Core.Configuration.Find(node) is not { } member || Storage.Acquaintances.Knows(member, disk);

    private void Apply(Entry entry)
    {
        Machine.Apply(entry);
        _observer.Applied(this, entry);
        _desk.Applied(entry);
    }
}
