using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests.Worlds;

/// <summary>Adds 1 to its own key again and again in its session, and tries each until it is answered.</summary>
internal sealed class CountingClient(ReplicaWorld world)
{
    private const int PatienceSteps = 60;

    private readonly string _key = $"client-{world.Dice.Next()}";
    private long? _session;
    private long _sequence = 1;
    private long _request;
    private int _waits = PatienceSteps;
    private NodeId? _leader;

    private LogCommand Command => _session is { } session
        ? new LogCommand.InSession(session, _sequence, new KvCommand.Incr(_key, 1))
        : new LogCommand.OpenSession(TtlMs: 3_600_000);

    public void Go()
    {
        if (world.Answers.Remove(_request, out var answer) && Take(answer))
            _waits = PatienceSteps;
        if (_waits++ < PatienceSteps)
            return;
        var node = world.Nodes.FirstOrDefault(node => node.IsUp && node.Id == _leader) ?? world.Nodes.ElementAt(world.Dice.Next(world.Nodes.Count()));
        if (!node.IsUp)
            return;
        _waits = 0;
        _request = world.Ask(node, id => new ClientRequest.Write(id, Command));
    }

    public void ExpectAll()
    {
        Assert.That(_sequence, Is.GreaterThan(3), "it was answered now and then");
        var mayBeOneMore = world.Do(new LogCommand.Once(new KvCommand.Get(_key)));
        Assert.That(mayBeOneMore, Is.EqualTo(new KvResult.Done($"{_sequence - 1}")).Or.EqualTo(new KvResult.Done($"{_sequence}")));
    }

    private bool Take(ClientAnswer answer)
    {
        switch (answer)
        {
            case ClientAnswer.Done { Result: KvResult.SessionOpened opened }:
                _session = opened.Session;
                break;
            case ClientAnswer.Done { Result: KvResult.Done done }:
                Assert.That(done.Value, Is.EqualTo($"{_sequence}"), "each command once");
                _sequence++;
                break;
            case ClientAnswer.NotLeader notLeader:
                _leader = notLeader.Leader;
                break;
            default:
                _leader = null;
                break;
        }

        return true;
    }
}
