using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What operators ask of the cluster.</summary>
public sealed partial class RaftWorld
{
    /// <summary>Asks a node to change the members.</summary>
    public ClientWrite Change(NodeId at, MembershipChange change)
    {
        var request = new ClientWrite(++_requests, change.ToString());
        this[at].Change(request, change);
        return request;
    }

    /// <summary>Asks the leader for a new learner.</summary>
    public ClientWrite Add(NodeId server) => Change(ElectLeader(), new MembershipChange.AddLearner(server, ""));

    public ClientWrite Promote(NodeId learner) => Change(ElectLeader(), new MembershipChange.Promote(learner));

    public ClientWrite Demote(NodeId voter) => Change(ElectLeader(), new MembershipChange.Demote(voter));

    public ClientWrite Remove(NodeId member) => Change(ElectLeader(), new MembershipChange.Remove(member));

    /// <summary>Asks the leader to hand over, to the voter with the longest log if none is named.</summary>
    public ClientWrite Transfer(NodeId? successor = null) => Transfer(ElectLeader(), successor);

    public ClientWrite Transfer(NodeId at, NodeId? successor)
    {
        var request = new ClientWrite(++_requests, $"transfer to {successor}");
        this[at].Transfer(request, successor);
        return request;
    }

    /// <summary>Asks a node for a snapshot now.</summary>
    public void Snapshot(NodeId node) => this[node].RequestSnapshot();

    /// <summary>Asks again and again until the members are as wanted: a change that must wait for another, or for a learner to catch up, is refused at first.</summary>
    public void Insist(Func<ClientWrite> ask, Predicate<Configuration> isWanted, long maxMs = 10_000)
    {
        const int PauseMs = 50;
        for (var untilMs = NowMs + maxMs; NowMs < untilMs; Run(PauseMs))
        {
            if (Leader is { } leader && isWanted(leader.Core.Configuration))
                return;
            if (Leader is not null)
                ask();
        }

        throw new TimeoutException($"the members are not as wanted within {maxMs} ms; {Trace}");
    }
}
