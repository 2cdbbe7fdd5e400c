using RaftTorture.Kv;
using RaftTorture.Node.Storage;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Benchmarks.LogLength;

/// <summary>A cluster of one in this process, so that nothing but the replica and its log is measured.</summary>
internal sealed class LoneReplica : IDisposable
{
    /// <summary>As many as 64 clients in a closed loop leave in one batch.</summary>
    public const int WritesPerFlush = 64;

    private const int Keys = 6_400;

    private readonly string _directory;
    private readonly FileDisk _disk;
    private readonly ReplicaStorage _storage;
    private readonly RaftReplica _replica;
    private readonly AnswerCount _answers = new();
    private readonly string _value = new('x', 256);
    private long _nowMs;
    private long _written;

    public LoneReplica(string directory)
    {
        _directory = directory;
        var config = new RaftConfig { Id = new NodeId(1), Members = [new NodeId(1)], Seed = 1 };
        _disk = new FileDisk(directory);
        _storage = ReplicaStorage.Open(_disk, Configuration.Of(config.Members), newIncarnation: 1);
        _replica = new RaftReplica(config, RaftRules.Paper, _storage, _answers, new ReplicaOptions { NowMs = () => _nowMs });
        while (_replica.Role != Role.Leader)
            Handle([]);
        Handle([.. Enumerable.Range(1, WritesPerFlush).Select(i => new ClientRequest.Write(-i, new LogCommand.OpenSession(TtlMs: 60_000)))]);
    }

    /// <summary>Commands that were written.</summary>
    public long Length => _written;

    public long DiskBytes => new DirectoryInfo(_directory).EnumerateFiles().Sum(file => file.Length);

    /// <summary>Writes so many, whole batches, and sees every one of them acknowledged.</summary>
    public void Write(long count)
    {
        for (var end = _written + count; _written < end;)
            Handle([.. Enumerable.Range(0, WritesPerFlush).Select(_ => Next())]);
        if (_answers.Done != _written)
            throw new BenchmarkException($"{_written} writes, but {_answers.Done} were acknowledged");
    }

    public void Dispose()
    {
        _storage.Dispose();
        _disk.Dispose();
    }

    private void Handle(IReadOnlyList<ClientRequest> requests)
    {
        _nowMs++;
        _replica.Handle(new Batch([], requests));
    }

    private ClientRequest.Write Next()
    {
        var client = _written % WritesPerFlush;
        var sequence = (_written / WritesPerFlush) + 1;
        return new ClientRequest.Write(
            ++_written, new LogCommand.InSession(_answers.Sessions[(int)client], sequence, new KvCommand.Put($"k{_written % Keys}", _value)));
    }

    private sealed class AnswerCount : IOutbox
    {
        public long Done { get; private set; }

        public List<long> Sessions { get; } = [];

        public void Send(Message message) => throw new BenchmarkException($"a cluster of one has nobody to send {message} to");

        public void Answer(long requestId, ClientAnswer answer)
        {
            if (answer is ClientAnswer.Done { Result: KvResult.SessionOpened opened })
                Sessions.Add(opened.Session);
            else if (answer is ClientAnswer.Done { Result: KvResult.Done })
                Done++;
        }

        public void RoleChanged(Role role, Term term, NodeId? leader)
        {
            // Nobody looks.
        }

        public void Configured(Configuration configuration)
        {
            // It stays alone.
        }

        public void Warn(string sentence) => throw new BenchmarkException(sentence);
    }
}
