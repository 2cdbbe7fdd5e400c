using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Tests.Tracing;
using RaftTorture.Replica.Tracing;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Worlds;

/// <summary>A replica with its disk. It is down when its disk has failed, as a node's process would be.</summary>
internal sealed class WorldNode(NodeId id, NodeId[] founders, WorldOptions options, Func<long> nowMs) : IDisposable
{
    private readonly CollectingSink _sink = new();
    private CollectingOutbox _outbox = new();
    private ReplicaStorage? _storage;
    private RaftReplica? _replica;

    public NodeId Id { get; } = id;

    public MemoryDisk Disk { get; private set; } = new();

    public RaftReplica Replica => _replica!;

    public bool IsUp => _replica is not null;

    public Incarnation Incarnation { get; private set; }

    /// <summary>Which start this is, of all starts in its world.</summary>
    public ulong Life { get; private set; }

    /// <summary>What comes with the next batch.</summary>
    public List<Received> Received { get; } = [];

    public List<ClientRequest> Requests { get; } = [];

    public List<Greeted> Greetings { get; } = [];

    /// <summary>Of this life.</summary>
    public IReadOnlyList<string> Warnings => _outbox.Warnings;

    public List<string> TraceLines => _sink.Lines;

    /// <summary>Recovers from the disk, which is born if it is empty. A disk that fails meanwhile leaves the node down.</summary>
    public void Start(ulong birth)
    {
        _outbox = new CollectingOutbox();
        Life = birth;
        try
        {
            _storage = ReplicaStorage.Open(Disk, Configuration.Of(founders), birth, options.Storage);
            Incarnation = _storage.Incarnation;
            _replica = new RaftReplica(options.ConfigOf(Id, founders, birth), RaftRules.Paper, _storage, _outbox, new ReplicaOptions
            {
                NowMs = nowMs,
                SnapshotBytesPerBatch = options.SnapshotBytesPerBatch,
                Observer = options.Traces ? new Tracer(new TraceHeader("test", Id, Incarnation.Value), _sink, () => nowMs() * 1_000_000) : null,
            });
        }
        catch (IOException)
        {
            Stop();
        }
    }

    /// <summary>Handles what came. If the disk fails, what was said before remains said.</summary>
    public void Handle()
    {
        var batch = new Batch([.. Received], [.. Requests]) { Greetings = [.. Greetings] };
        Received.Clear();
        Requests.Clear();
        Greetings.Clear();
        try
        {
            Replica.Handle(batch);
        }
        catch (IOException)
        {
            Stop();
        }
    }

    public IEnumerable<Received> TakeSent()
    {
        Received[] sent = [.. _outbox.Sent.Select(message => new Received(message, Incarnation))];
        _outbox.Sent.Clear();
        return sent;
    }

    public IEnumerable<(long Request, ClientAnswer Answer)> TakeAnswers()
    {
        (long, ClientAnswer)[] answers = [.. _outbox.Answers.Select(answer => (answer.Key, answer.Value))];
        _outbox.Answers.Clear();
        return answers;
    }

    /// <summary>The process dies; its disk keeps all that was written.</summary>
    public void Kill()
    {
        Stop();
        Disk.Kill();
    }

    /// <summary>The machine dies; its disk keeps what was flushed, and any part of the rest.</summary>
    public void CutPower(Random dice)
    {
        Stop();
        Disk.PowerCut(dice);
    }

    /// <summary>The disk is replaced by an empty one.</summary>
    public void Wipe()
    {
        Stop();
        Disk = new MemoryDisk();
    }

    public void Dispose() => Stop();

    public override string ToString() => _replica is { } replica
        ? $"{Id} {replica.Role} in {replica.Term}, leader {replica.Leader}, log {replica.FirstIndex}-{replica.LastIndex}, snapshot {replica.SnapshotIndex}, applied {replica.AppliedIndex}, members {replica.Configuration}"
        : $"{Id} down";

    private void Stop()
    {
        _replica = null;
        _storage?.Dispose();
        _storage = null;
    }
}
