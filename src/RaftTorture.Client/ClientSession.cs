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
/// Every command starts at the home node, so that clients stay on both sides of a partition. The first write opens a session; a retry repeats
/// session and sequence number and so is harmless. Once an attempt of a write may have arrived, the command can end as done or unknown, and
/// never again as failed. After an unknown end the session goes on: its next sequence number shuts the abandoned command out, or comes after it.
/// </remarks>
public sealed class ClientSession
{
    private static readonly KvResult Closed = new KvResult.Done(null);

    private readonly ImmutableArray<string> _nodes;
    private readonly string _home;
    private readonly Backoff _backoff;
    private long? _session;
    private long _sequence;
    private ClientCall? _open;

    /// <param name="nodes">All nodes, in the order in which they are tried.</param>
    /// <param name="home">The node that each command goes to first; one of <paramref name="nodes"/>.</param>
    /// <param name="seed">Decides the jitter of the waits.</param>
    /// <param name="options">How long to wait.</param>
    public ClientSession(IEnumerable<string> nodes, string home, ulong seed, KvClientOptions options)
    {
        _nodes = [.. nodes];
        if (!_nodes.Contains(home))
            throw new ArgumentException($"the home {home} is none of the nodes {string.Join(' ', _nodes)}", nameof(home));
        _home = home;
        _backoff = new Backoff(seed, options.MinWait, options.MaxWait);
    }

    /// <summary>What to send now: the open command, or before it the opening of the session that it needs.</summary>
    public KvRequest Request => IsOpening ? KvRequest.Open : Open.Request;

    private ClientCall Open => _open ?? throw new InvalidOperationException("no command is open");

    /// <summary>A write needs a session that there is not yet, or no more.</summary>
    private bool IsOpening => Open.Kind == ClientCall.Kinds.Write && Open.Request.Session is null;

    /// <summary>Starts a command. The one before must have ended.</summary>
    public SessionStep Begin(KvCommand command) =>
        Start(KvRequest.From(command), command is KvCommand.Get ? ClientCall.Kinds.Read : ClientCall.Kinds.Write);

    /// <summary>Starts to close the session, as a command of its own; with no session that is done at once.</summary>
    public SessionStep BeginClose()
    {
        ExpectNoneOpen();
        return _session is { } session
            ? Start(KvRequest.Close(session), ClientCall.Kinds.Close)
            : new SessionStep.End(new KvOutcome.Done(Closed));
    }

    /// <summary>Says what became of the last step, and learns the next.</summary>
    public SessionStep Advance(AttemptResult result) => result switch
    {
        AttemptResult.Replied replied => IsOpening ? OnReplyToOpening(replied.Reply) : OnReply(replied.Reply),
        AttemptResult.NotSent notSent => TryNextNode(notSent.Reason),
        AttemptResult.NoAnswer noAnswer => OnDoubt(noAnswer.Reason),
        AttemptResult.Waited => new SessionStep.Send(Open.Node),
        AttemptResult.DeadlinePassed => GiveUp($"out of time; {Open.LastTrouble}"),
        _ => throw new UnreachableException($"{result}"),
    };

    private SessionStep.Send Start(KvRequest request, ClientCall.Kinds kind)
    {
        ExpectNoneOpen();
        _open = new ClientCall(request, kind, _home);
        _backoff.Reset();
        if (kind == ClientCall.Kinds.Write)
            Enroll();
        return new SessionStep.Send(_home);
    }

    private void ExpectNoneOpen()
    {
        if (_open is not null)
            throw new InvalidOperationException("a session has one command at a time: the server remembers one reply");
    }

    /// <summary>Gives the open command its place in the session, if there is one.</summary>
    private void Enroll()
    {
        if (_session is not null)
            Open.Request = Open.Request with { Session = _session, Sequence = ++_sequence };
    }

    private SessionStep OnReplyToOpening(KvReply reply)
    {
        if (reply is not KvReply.Opened opened)
            return OnNothingDone(reply) ?? OnDoubt(reply is KvReply.Unknown unknown ? unknown.Reason : $"opening a session was answered {reply}");

        _session = opened.Session;
        _sequence = 0;
        Enroll();
        return new SessionStep.Send(Open.Node);
    }

    private SessionStep OnReply(KvReply reply) => reply switch
    {
        _ when Open.ResultIn(reply) is { } result => End(new KvOutcome.Done(result)),
        KvReply.StaleSequence => OnForgotten(),
        KvReply.SessionExpired => OnExpired(),
        KvReply.Unknown unknown => OnDoubt(unknown.Reason),
        _ => OnNothingDone(reply) ?? OnDoubt($"{Open.Request.Op} was answered {reply}"),
    };

    /// <summary>What to do after a reply that says of any request that it certainly was not done; null if the reply is none of those.</summary>
    private SessionStep? OnNothingDone(KvReply reply) => reply switch
    {
        KvReply.NotLeader notLeader => OnHint(notLeader.Leader),
        KvReply.NoLeader => TryNextNode("no leader"),
        KvReply.Overloaded overloaded => TryAgainLater(overloaded.Reason),
        KvReply.BadRequest bad => GiveUp(bad.Reason),
        _ => null,
    };

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

    // A session that was opened and whose number was lost is nobody's: it does no harm, and expires.
    private SessionStep.Wait OnDoubt(string reason)
    {
        if (!IsOpening)
            Open.MayHaveArrived = true;
        return TryNextNode(reason);
    }

    // The number was used before and its reply is gone.
    private SessionStep.End OnForgotten()
    {
        Open.MayHaveArrived = true;
        return GiveUp("its sequence number was used before, and the reply is forgotten");
    }

    // The session is gone for ever, and with it whatever of this command is still on its way. So if no earlier attempt was in doubt, the
    // command was not done and never will be under its old number: it may go on under a new one.
    private SessionStep OnExpired()
    {
        _session = null;
        if (Open.Kind == ClientCall.Kinds.Close)
            return End(new KvOutcome.Done(Closed));
        if (Open.MayHaveArrived)
            return GiveUp("its session expired, and an earlier attempt may have been done before");
        Open.Request = Open.Request with { Session = null, Sequence = null };
        return TryAgainLater("the session expired");
    }

    // The next node would only send us back here.
    private SessionStep.Wait TryAgainLater(string reason)
    {
        Open.Meet(reason);
        Open.HintsInRow = 0;
        return Wait();
    }

    private SessionStep.Wait TryNextNode(string reason)
    {
        Open.Meet(reason);
        Open.Node = _nodes[(_nodes.IndexOf(Open.Node) + 1) % _nodes.Length];
        Open.HintsInRow = 0;
        return Wait();
    }

    private SessionStep.Wait Wait() => new(_backoff.Next());

    // A read that got no answer had no effect that anybody could see.
    private SessionStep.End GiveUp(string reason) =>
        End(Open.MayHaveArrived && Open.Kind != ClientCall.Kinds.Read ? new KvOutcome.Unknown(reason) : new KvOutcome.Failed(reason));

    private SessionStep.End End(KvOutcome outcome)
    {
        if (Open.Kind == ClientCall.Kinds.Close)
            _session = null;
        _open = null;
        return new SessionStep.End(outcome);
    }
}
