using RaftTorture.Kv.Api;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using RaftTorture.Simulation.Time;
using RaftTorture.Simulation.Watching;

namespace RaftTorture.Simulation.Nodes;

/// <summary>The production replica with a simulated body: its disk, its clock, its inbox and the one loop that hands it batches.</summary>
internal sealed partial class SimulatedNode : IOutbox
{
    /// <summary>The replica looks at its clock this often if nothing comes, as a real node's loop.</summary>
    private const int TickUs = 5_000;

    /// <summary>What a batch costs beside its flushes.</summary>
    private const int BatchUs = 20;

    private readonly World _world;
    private readonly Dice _dice;
    private readonly DiskShadow _shadow;
    private readonly List<Received> _messages = [];
    private readonly List<ClientRequest> _requests = [];
    private readonly List<Greeted> _greetings = [];
    private readonly SortedDictionary<long, Action<ClientAnswer?>> _asked = [];
    private readonly List<long> _deathsUs = [];
    private ReplicaStorage? _storage;
    private RaftReplica? _replica;
    private NodeWatch? _watch;

    /// <summary>Where this node's own time stands while it handles a batch: every flush moves it on.</summary>
    private long _cursorUs;
    private long _busyUntilUs;
    private long _wakesAtUs = long.MaxValue;

    public SimulatedNode(NodeId id, World world, Dice dice, DiskShadow shadow, NodeClock clock)
    {
        (Id, _world, _dice, _shadow, Clock) = (id, world, dice, shadow, clock);
        (MinFlushUs, MaxFlushUs) = (world.Setup.MinFlushUs, world.Setup.MaxFlushUs);
    }

    public NodeId Id { get; }

    public MemoryDisk Disk { get; private set; } = new();

    /// <summary>Which disk it has: another one after each wipe.</summary>
    public int DiskNumber { get; private set; }

    public NodeClock Clock { get; }

    /// <summary>Which start this is, from 1.</summary>
    public int Life { get; private set; }

    public Incarnation Incarnation { get; private set; }

    public bool IsUp => _replica is not null;

    /// <summary>Its process stands still; what comes waits.</summary>
    public bool IsPaused { get; private set; }

    public bool WasWiped => DiskNumber > 0;

    public RaftReplica Replica => _replica ?? throw new InvalidOperationException($"{Id} is down");

    public bool IsLeader => _replica is { Role: Role.Leader };

    public int MinFlushUs { get; set; }

    public int MaxFlushUs { get; set; }

    /// <summary>Whether a life was not over yet at that time.</summary>
    public bool WasAlive(int life, long atUs) => life > _deathsUs.Count || atUs <= _deathsUs[life - 1];

    /// <summary>True time at which its clock will show so much, milliseconds.</summary>
    public long TrueMsAt(long clockMs) => Clock.TrueMsAt(clockMs, _cursorUs);

    public void Receive(Received received)
    {
        _messages.Add(received);
        Wake();
    }

    public void Greet(Greeted greeted)
    {
        _greetings.Add(greeted);
        Wake();
    }

    /// <summary>Asks for something.</summary>
    /// <param name="request">Makes the request, given its number.</param>
    /// <param name="answered">Told the answer, or null if the node dies before it has said it.</param>
    public void Ask(Func<long, ClientRequest> request, Action<ClientAnswer?> answered)
    {
        var id = _world.NextRequestId();
        var made = request(id);
        if (made is ClientRequest.Read)
            _world.Judges.ReadAsked(id);
        _asked.Add(id, answered);
        _requests.Add(made);
        Wake();
    }

    public void Ask(KvCall call, Action<ClientAnswer?> answered) => Ask(
        id => call switch
        {
            KvCall.Read read => new ClientRequest.Read(id, read.Key),
            KvCall.Write write => new ClientRequest.Write(id, write.Command),
            KvCall.Open => new ClientRequest.Write(id, new Kv.LogCommand.OpenSession(_world.Setup.SessionTtlMs)),
            _ => throw new ArgumentException($"no request can be made of {call}", nameof(call)),
        },
        answered);

    void IOutbox.Send(Message message) => _world.Send(message, this, _cursorUs);

    void IOutbox.Answer(long requestId, ClientAnswer answer)
    {
        if (!_asked.Remove(requestId, out var answered))
            return;
        if (answer is ClientAnswer.Done)
            _watch!.ReadAnswered(requestId, Replica.AppliedIndex);
        var (life, saidUs) = (Life, _cursorUs);
        _world.Timeline.At(saidUs, () => answered(WasAlive(life, saidUs) ? answer : null));
    }

    void IOutbox.RoleChanged(Role role, Term term, NodeId? leader) => _world.RoleChanged(this);

    void IOutbox.Configured(Configuration configuration)
    {
        // The network reaches everybody: a world has no addresses.
    }

    void IOutbox.Warn(string sentence)
    {
        // For people.
    }

    private void Wake()
    {
        if (IsUp && !IsPaused)
            WakeAt(Math.Max(_world.Timeline.NowUs, _busyUntilUs));
    }

    private void WakeAt(long atUs)
    {
        if (atUs >= _wakesAtUs)
            return;
        _wakesAtUs = atUs;
        _world.Timeline.At(atUs, () =>
        {
            if (_wakesAtUs != atUs)
                return; // An earlier one took its place.
            _wakesAtUs = long.MaxValue;
            if (IsUp && !IsPaused)
                Handle();
        });
    }

    private void Handle()
    {
        _cursorUs = _world.Timeline.NowUs + BatchUs;
        var batch = new Batch([.. _messages], [.. _requests]) { Greetings = [.. _greetings] };
        _messages.Clear();
        _requests.Clear();
        _greetings.Clear();
        Guarded(() => Replica.Handle(batch));
        _busyUntilUs = _cursorUs;
        if (IsUp)
            WakeAt(_messages.Count + _requests.Count > 0 ? _busyUntilUs : _busyUntilUs + TickUs);
    }

    private void TakeTimeToFlush(IDiskFile file)
    {
        _cursorUs += _dice.Between(MinFlushUs, Math.Max(MinFlushUs, MaxFlushUs));
        file.Flush();
    }

    /// <summary>A disk that fails ends the process: what was said before remains said. Anything else that is thrown is a finding.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
            FallOver();
        }
        catch (Exception e) when (e is not Invariants.InvariantBrokenException)
        {
            throw new NodeCrashException(Id, e);
        }
    }
}
