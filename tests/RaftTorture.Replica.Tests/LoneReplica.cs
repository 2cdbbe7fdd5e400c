using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests;

/// <summary>n1 of a cluster on a disk in memory; the test is its clock, its clients and all of its peers.</summary>
internal sealed class LoneReplica : IDisposable
{
    public static readonly NodeId N1 = new(1);
    public static readonly NodeId N2 = new(2);
    public static readonly NodeId N3 = new(3);

    private readonly ReplicaStorage _storage;
    private long _nowMs;

    public LoneReplica(MemoryDisk disk, params NodeId[] members)
    {
        _storage = ReplicaStorage.Open(disk, Configuration.Of(members), newIncarnation: 1);
        var config = new RaftConfig { Id = N1, Members = [.. members], Seed = 1, PreVote = false, CheckQuorum = false };
        Replica = new RaftReplica(config, RaftRules.Paper, _storage, Outbox, new ReplicaOptions { NowMs = () => _nowMs });
        Handle([], []);
    }

    public CollectingOutbox Outbox { get; } = new();

    public RaftReplica Replica { get; }

    public void Dispose() => _storage.Dispose();

    public void Hear(params Message[] messages) => Handle(messages, []);

    public void Ask(params ClientRequest[] requests) => Handle([], requests);

    /// <summary>Campaigns, and leads with the vote of n2 if it has peers; its empty entry is on its disk then.</summary>
    public LoneReplica Lead()
    {
        while (Replica.Role == Role.Follower)
            Wait(10);
        if (Replica.Role == Role.Candidate)
            Hear(new Message.VoteReply(IsGranted: true, IsPreVote: false) { Term = Replica.Term, From = N2, To = N1 });
        Assert.That(Replica.Role, Is.EqualTo(Role.Leader));
        return this;
    }

    /// <summary>n2 holds all that this leader holds.</summary>
    public void Agree() =>
        Hear(new Message.AppendReply(IsSuccess: true, Replica.LastIndex, LogIndex.Zero, Outbox.Sent.OfType<Message.AppendEntries>().Max(append => append.ReadRound))
        {
            Term = Replica.Term,
            From = N2,
            To = N1,
        });

    public static Message.RequestVote VoteRequest(NodeId from, int term) =>
        new(LogIndex.Zero, Term.Zero, IsPreVote: false) { Term = new Term(term), From = from, To = N1 };

    /// <summary>The first entries of a log, from n2 as leader of that term.</summary>
    public static Message.AppendEntries Append(int term, int commit, params LogCommand[] commands) =>
        new(
            LogIndex.Zero,
            Term.Zero,
            [.. commands.Select((command, i) => new Entry(new LogIndex(i + 1), new Term(term), EntryKind.Command, CommandCodec.Encode(timeMs: 0, command)))],
            new LogIndex(commit),
            ReadRound: 0)
        {
            Term = new Term(term),
            From = N2,
            To = N1,
        };

    public static LogCommand AppendTo(string key, string suffix) => new LogCommand.Once(new KvCommand.Append(key, suffix));

    public void Wait(int elapsedMs)
    {
        _nowMs += elapsedMs;
        Handle([], []);
    }

    private void Handle(IReadOnlyList<Message> messages, IReadOnlyList<ClientRequest> requests) =>
        Replica.Handle(new Batch([.. messages.Select(message => new Received(message, new Incarnation((ulong)message.From.Value)))], requests));
}
