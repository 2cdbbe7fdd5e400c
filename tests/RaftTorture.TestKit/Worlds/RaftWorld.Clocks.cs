using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Clocks in the story's hand: one node's time passes while everybody else's stands.</summary>
public sealed partial class RaftWorld
{
    /// <summary>The node's clock runs on until its election timeout fires; its messages are still on their way.</summary>
    public void StartCampaign(NodeId node)
    {
        for (var elapsedMs = 0; elapsedMs < 10_000; elapsedMs += _options.TickMs)
        {
            if (this[node].TickAfter(_options.TickMs).Any(IsCampaigning))
                return;
        }

        throw new TimeoutException($"{node} does not campaign; {Trace}");
    }

    /// <summary>The node campaigns, and what follows from it happens.</summary>
    public void Campaign(NodeId node)
    {
        StartCampaign(node);
        Settle();
    }

    /// <summary>The node campaigns until it leads: more than once if its term lags behind.</summary>
    public void Elect(NodeId node)
    {
        for (var tries = 0; !this[node].IsLeader; tries++)
        {
            if (tries == 10)
                throw new TimeoutException($"{node} is not elected; {Trace}");
            Campaign(node);
        }
    }

    /// <summary>The node's timers look at its clock.</summary>
    public void Tick(NodeId node) => this[node].Tick();

    /// <summary>A leader's heartbeat falls due, and what follows from it happens.</summary>
    public void Beat(NodeId leader)
    {
        const int HeartbeatMs = 50;
        this[leader].TickAfter(HeartbeatMs);
        Settle();
    }

    private static bool IsCampaigning(Effect effect) =>
        effect is Effect.Send { Message: Message.RequestVote } or Effect.RoleChanged { Role: Role.Leader };
}
