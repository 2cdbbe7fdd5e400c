using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client;

/// <summary>
/// The policy of a client, without its sockets: where to send a command, when to try again, and what may be said of it at the end.
/// Each call takes what happened and returns what to do next.
/// </summary>
/// <remarks>
/// Every command starts at the home node, so that clients stay on both sides of a partition. A retry repeats client id and sequence number
/// and so is harmless. Once an attempt of a write may have arrived, the command can end as done or unknown, and never again as failed.
/// After an unknown end the session goes on: its next sequence number shuts the abandoned command out, or comes after it.
/// </remarks>
public sealed class ClientSession
{
    private readonly ImmutableArray<string> _nodes;
    private readonly string _home;
    private readonly string _clientId;
    private readonly KvClientOptions _options;
    private SplitMix64 _jitter;
    private long _sequence;
    private Call? _open;

    /// <param name="nodes">All nodes, in the order in which they are tried.</param>
    /// <param name="home">The node that each command goes to first; one of <paramref name="nodes"/>.</param>
    /// <param name="clientId">Unique among all clients, ever: whoever reuses it gets the answers of the other.</param>
    /// <param name="seed">Decides the jitter of the waits.</param>
    /// <param name="options">How long to wait.</param>
    public ClientSession(IEnumerable<string> nodes, string home, string clientId, ulong seed, KvClientOptions options)
    {
        _nodes = [.. nodes];
        if (!_nodes.Contains(home))
            throw new ArgumentException($"the home {home} is none of the nodes {string.Join(' ', _nodes)}", nameof(home));
        _home = home;
        _clientId = clientId;
        _options = options;
        _jitter = new SplitMix64(seed);
    }

    /// <summary>What every attempt of the open command sends.</summary>
    public KvRequest Request => Open.Request;

    private Call Open => _open ?? throw new InvalidOperationException("no command is open");

    /// <summary>Starts a command. The one before must have ended.</summary>
    public SessionStep Begin(KvCommand command)
    {
        if (_open is not null)
            throw new InvalidOperationException("a session has one command at a time: the server remembers one reply");
        var isRead = command is KvCommand.Get;
        if (!isRead)
            _sequence++;
        _open = new Call(KvRequest.From(new SessionCommand(_clientId, _sequence, command)), isRead, _home);
        return new SessionStep.Send(_home);
    }

    /// <summary>Says what became of the last step, and learns the next.</summary>
    public SessionStep Advance(AttemptResult result) => result switch
    {
        AttemptResult.Replied replied => OnReply(replied.Reply),
        AttemptResult.NotSent notSent => TryNextNode(notSent.Reason),
        AttemptResult.NoAnswer noAnswer => OnDoubt(noAnswer.Reason),
        AttemptResult.Waited => new SessionStep.Send(Open.Node),
        AttemptResult.DeadlinePassed => GiveUp($"out of time; {Open.LastTrouble}"),
        _ => throw new UnreachableException($"{result}"),
    };

    private SessionStep OnReply(KvReply reply) => reply switch
    {
        KvReply.Ok ok => Complete(new KvResult.Done(ok.Value)),
        KvReply.CasMiss miss => Complete(new KvResult.CasMiss(miss.Observed)),
        KvReply.NotLeader notLeader => OnHint(notLeader.Leader),
        KvReply.NoLeader => TryNextNode("no leader"),
        KvReply.Unknown unknown => OnDoubt(unknown.Reason),
        KvReply.StaleSequence => OnForgotten(),
        KvReply.BadRequest bad => GiveUp(bad.Reason),
        _ => throw new UnreachableException($"{reply}"),
    };

    private SessionStep.End Complete(KvResult result) => End(new KvOutcome.Done(result));

    // The first hint is followed at once. A hint to a hint means that the nodes disagree, as in an election: give them time.
    private SessionStep OnHint(string leader)
    {
        if (!_nodes.Contains(leader))
            return TryNextNode($"not the leader, which is {leader}: not one of ours");

        Open.Meet($"not the leader, which is {leader}");
        Open.Node = leader;
        Open.HintsInRow++;
        return Open.HintsInRow > 1 ? Wait() : new SessionStep.Send(leader);
    }

    private SessionStep.Wait OnDoubt(string reason)
    {
        Open.MayHaveArrived = true;
        return TryNextNode(reason);
    }

    // The number was used before and its reply is gone: by us in a lost attempt, or by another client with our id.
    private SessionStep.End OnForgotten()
    {
        Open.MayHaveArrived = true;
        return GiveUp("its sequence number was used before, and the reply is forgotten");
    }

    private SessionStep.Wait TryNextNode(string reason)
    {
        Open.Meet(reason);
        Open.Node = _nodes[(_nodes.IndexOf(Open.Node) + 1) % _nodes.Length];
        Open.HintsInRow = 0;
        return Wait();
    }

    private SessionStep.Wait Wait() => new(_options.MinWait + ((_options.MaxWait - _options.MinWait) * _jitter.NextDouble()));

    // A read that got no answer had no effect that anybody could see.
    private SessionStep.End GiveUp(string reason) =>
        End(Open.MayHaveArrived && !Open.IsRead ? new KvOutcome.Unknown(reason) : new KvOutcome.Failed(reason));

    private SessionStep.End End(KvOutcome outcome)
    {
        _open = null;
        return new SessionStep.End(outcome);
    }

    private sealed class Call(KvRequest request, bool isRead, string node)
    {
        public KvRequest Request { get; } = request;

        public bool IsRead { get; } = isRead;

        /// <summary>The node of this attempt, or of the next while waiting.</summary>
        public string Node { get; set; } = node;

        public bool MayHaveArrived { get; set; }

        public int HintsInRow { get; set; }

        public string LastTrouble { get; private set; } = "nothing was tried";

        public void Meet(string reason) => LastTrouble = $"last from {Node}: {reason}";
    }
}
