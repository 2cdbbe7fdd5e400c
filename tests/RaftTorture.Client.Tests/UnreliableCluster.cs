using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

/// <summary>
/// A cluster in miniature, and a network that lies in every way that a network can: requests and replies get lost, requests arrive late
/// though their sender has given up, leaders change between any two of them, are overloaded, or lose a command that they had taken.
/// What the machine holds at the end is the truth that outcomes are held against.
/// </summary>
internal sealed class UnreliableCluster(int seed)
{
    public static readonly string[] Nodes = ["n1", "n2", "n3"];

    private const long TtlMs = 2000;

    private readonly Random _dice = new(seed);
    private readonly KvMachine _machine = new();
    private readonly List<LogCommand> _late = [];
    private long _index;
    private long _timeMs;
    private string? _leader = "n1";

    /// <summary>What a key holds once nothing is on its way any more.</summary>
    public string? Settle(string key)
    {
        while (_late.Count > 0)
            ApplyOneLate();
        return _machine.Read(key);
    }

    public AttemptResult Send(string node, KvRequest request)
    {
        Live();
        return _dice.Next(12) switch
        {
            0 => new AttemptResult.NotSent("refused"),
            1 => new AttemptResult.NoAnswer("the request is lost"),
            2 => LoseReply(node, request),
            _ => new AttemptResult.Replied(Reply(node, request)),
        };
    }

    private AttemptResult.NoAnswer LoseReply(string node, KvRequest request)
    {
        Reply(node, request);
        return new AttemptResult.NoAnswer("the reply is lost");
    }

    /// <summary>Time goes on, now and then by more than a session lives; leaders come and go; what was late arrives.</summary>
    private void Live()
    {
        _timeMs += _dice.Next(40) == 0 ? TtlMs : _dice.Next(50);
        if (_dice.Next(8) == 0)
            _leader = _dice.Next(4) == 0 ? null : Nodes[_dice.Next(Nodes.Length)];
        if (_late.Count > 0 && _dice.Next(3) == 0)
            ApplyOneLate();
    }

    private void ApplyOneLate()
    {
        var i = _dice.Next(_late.Count);
        var command = _late[i];
        _late.RemoveAt(i);
        Apply(command);
    }

    private KvReply Reply(string node, KvRequest request)
    {
        if (_leader is null)
            return new KvReply.NoLeader();
        if (node != _leader)
            return new KvReply.NotLeader(_leader, null);
        if (_dice.Next(10) == 0)
            return new KvReply.Overloaded("too much to do");
        return request.Interpret() switch
        {
            KvCall.Read read => new KvReply.Ok(_machine.Read(read.Key)),
            KvCall.Open => Propose(new LogCommand.OpenSession(TtlMs)),
            KvCall.Write write => Propose(write.Command),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    private KvReply Propose(LogCommand command)
    {
        switch (_dice.Next(8))
        {
            case 0: // Deposed before it was committed: the next leader finds it in its log, or does not.
                if (_dice.Next(2) == 0)
                    _late.Add(command);
                return new KvReply.Unknown("leadership was lost");
            case 1: // Arrives twice: an old connection delivers what was thought lost.
                _late.Add(command);
                break;
        }

        return KvReply.From(Apply(command));
    }

    private KvResult Apply(LogCommand command) => _machine.Apply(++_index, _timeMs, command);
}
