using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A core with a body: stable storage, a state machine, and a host that executes effects strictly in order.</summary>
public sealed class SimulatedNode
{
    private readonly WorldOptions _options;
    private readonly Timeline _timeline;
    private readonly Network _network;
    private readonly Observer _observer;
    private readonly Queue<Effect> _pending = [];
    private readonly ClientDesk _desk = new();
    private bool _isFlushing;

    internal SimulatedNode(StableStorage storage, WorldOptions options, Timeline timeline, Network network, Observer observer)
    {
        (Storage, _options, _timeline, _network, _observer) = (storage, options, timeline, network, observer);
        FlushMs = options.FlushMs;
        Core = Recover();
    }

    public NodeId Id => Storage.Owner;

    public RaftCore Core { get; private set; }

    public StableStorage Storage { get; }

    public ToyMachine Machine { get; private set; } = new();

    public bool IsRunning { get; private set; } = true;

    /// <summary>How often it has been restarted.</summary>
    public int Incarnation { get; private set; }

    /// <summary>How long a flush takes, milliseconds; what stands behind it waits.</summary>
    public int FlushMs { get; set; }

    /// <summary>How far its clock is ahead of the world's, milliseconds.</summary>
    public long SkewMs { get; private set; }

    public bool IsLeader => IsRunning && Core.Role == Role.Leader;

    /// <summary>The commands in its log, oldest first; an empty entry of a new leader shows as <c>-</c>.</summary>
    public IReadOnlyList<string> Commands =>
        [.. Core.Entries.Select(entry => entry.Kind == EntryKind.NoOp ? "-" : ToyMachine.CommandOf(entry))];

    internal IReadOnlyList<Effect> Tick() => Step(new Input.Tick(_timeline.NowMs + SkewMs));

    internal IReadOnlyList<Effect> TickAfter(int elapsedMs)
    {
        SkewMs += elapsedMs;
        return Tick();
    }

    internal void Receive(Message message) => Step(new Input.Receive(message));

    internal void Propose(ClientWrite write)
    {
        if (!IsRunning)
            return;
        _desk.Open(write);
        Step(new Input.Propose([new Proposal(write.Id, ToyMachine.Encode(write.Command))]));
    }

    internal void Read(ClientRead read)
    {
        if (!IsRunning)
            return;
        _desk.Open(read);
        _observer.ReadAsked(read.Id);
        Step(new Input.Read([read.Id]));
    }

    /// <summary>Loses everything but stable storage, also a flush that had not returned.</summary>
    internal void Crash()
    {
        IsRunning = false;
        _isFlushing = false;
        _pending.Clear();
        _desk.CloseAll();
    }

    internal void Restart()
    {
        Incarnation++;
        IsRunning = true;
        Machine = new ToyMachine();
        Core = Recover();
    }

    /// <summary>Puts on disk what an earlier life left there, and starts from it.</summary>
    internal void StartFrom(HardState hardState, IEnumerable<Entry> entries)
    {
        Storage.Flush(new Effect.Persist(hardState, [.. entries]));
        Core = Recover();
    }

    private RaftCore Recover()
    {
        var config = new RaftConfig
        {
            Id = Id,
            Members = [.. Enumerable.Range(1, _options.Nodes).Select(number => new NodeId(number))],
            Seed = (_options.Seed << 20) ^ ((ulong)Id.Value << 16) ^ (ulong)Incarnation,
        };
        return new RaftCore(_options.Configure(config), _options.Rules, Recovered.Log(Configuration.Of(config.Members), Storage.HardState, Storage.Entries));
    }

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
                _observer.Sent(send.Message, Storage);
                _network.Send(send.Message);
                break;
            case Effect.Apply apply:
                foreach (var entry in apply.Entries)
                    Apply(entry);
                break;
            case Effect.AnswerRead answer:
                _observer.ReadAnswered(answer, Machine);
                _desk.Answer(answer.ReadId, Machine);
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
            case Effect.Configured or Effect.TransferEnded:
                break;
            case Effect.RoleChanged changed:
                if (changed.Role != Role.Leader)
                    _desk.GiveUpWrites();
                break;
            default:
                throw new UnreachableException($"unknown effect {effect}");
        }
    }

    private void Apply(Entry entry)
    {
        Machine.Apply(entry);
        _observer.Applied(Id, Incarnation, entry);
        _desk.Applied(entry);
    }

    private void StartFlush(Effect.Persist persist)
    {
        var incarnation = Incarnation;
        _isFlushing = true;
        _timeline.After(FlushMs, () =>
        {
            if (IsRunning && Incarnation == incarnation)
                EndFlush(persist);
        });
    }

    private void EndFlush(Effect.Persist persist)
    {
        Storage.Flush(persist);
        _observer.Flushed();
        _isFlushing = false;
        ExecutePending();
        if (!persist.Entries.IsEmpty)
            Step(new Input.Persisted(persist.Entries[^1].Index, persist.Entries[^1].Term));
    }
}
