using System.Diagnostics;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Simulation.Nodes;

namespace RaftTorture.Simulation.Faults;

/// <summary>Lets faults happen to a world, each with its own end.</summary>
internal sealed class FaultPlayer(World world)
{
    private readonly SortedDictionary<long, Action> _ends = [];
    private long _begun;
    private bool _hasWiped;

    public void Begin(Fault fault)
    {
        world.Hash.Add(++_begun);
        if (Apply(fault) is not { } end)
            return;
        var number = _begun;
        _ends.Add(number, end);
        world.Timeline.AfterMs(fault.ForMs, () => End(number));
    }

    /// <summary>Ends all that has not ended yet.</summary>
    public void HealAll()
    {
        foreach (var number in _ends.Keys.ToArray())
            End(number);
        foreach (var node in world.Nodes)
        {
            node.EndPowerTrouble();
            node.Start();
        }
    }

    private void End(long number)
    {
        if (!_ends.Remove(number, out var end))
            return;
        end();
        world.ConnectAll();
    }

    /// <returns>What ends it, or null if nothing must.</returns>
    private Action? Apply(Fault fault) => fault switch
    {
        Fault.Kill kill => Down(At(kill.Aim), node => node.Kill()),
        Fault.PowerCut cut => Do(() => Up(cut.Aim)?.FailPowerAfter(cut.Operations, cut.ForMs)),
        Fault.Blackout => Blackout(),
        Fault.Pause pause => Pause(At(pause.Aim)),
        Fault.Wipe wipe => Wipe(At(wipe.Aim)),
        Fault.Partition partition => Cut([.. Border(partition.Side)]),
        Fault.CutOneWay cut => Cut([(At(cut.From).Id, At(cut.To).Id)]),
        Fault.CutPairs cut => Cut([.. cut.Pairs.SelectMany(pair => new[] { pair, (pair.B, pair.A) })]),
        Fault.Filter filter => Filter(filter),
        Fault.Storm storm => Storm(storm),
        Fault.Clog clog => Do(() => world.Network.Clog(At(clog.From).Id, At(clog.To).Id, world.Timeline.NowUs + (clog.ForMs * 1000L))),
        Fault.Replay replay => Do(() => world.Network.Replay(replay.Count)),
        Fault.SlowDisk slow => Slow(At(slow.Aim), slow.FlushUs),
        Fault.FlushError error => Do(() => Up(error.Aim)?.FailNextFlush(error.ForMs)),
        Fault.ClockRate rate => Rate(At(rate.Aim), rate.Permille),
        Fault.ClockJump jump => Do(() => At(jump.Aim).Clock.Jump(world.Timeline.NowUs, jump.AheadMs)),
        Fault.Transfer transfer => Do(() => world.Leader?.Ask(id => new ClientRequest.Transfer(id, transfer.Target), Ignore)),
        Fault.Snapshot snapshot => Do(() => Up(snapshot.Aim)?.Ask(id => new ClientRequest.Snapshot(id), Ignore)),
        Fault.ChangeMembers change => Do(() => Change(change.Changes)),
        _ => throw new UnreachableException($"unknown fault {fault}"),
    };

    private SimulatedNode At(Aim aim) => aim.Node is { } node ? world[node] : world.Leader ?? world.Nodes[0];

    private SimulatedNode? Up(Aim aim) => At(aim) is { IsUp: true } node ? node : null;

    private static Action? Do(Action action)
    {
        action();
        return null;
    }

    private static void Ignore(ClientAnswer? answer)
    {
        // An operator who breaks things does not wait.
    }

    private static Action? Down(SimulatedNode node, Action<SimulatedNode> end)
    {
        if (!node.IsUp)
            return null;
        end(node);
        return node.Start;
    }

    private Action Blackout()
    {
        SimulatedNode[] running = [.. world.Nodes.Where(node => node.IsUp)];
        foreach (var node in running)
            node.CutPower();
        return () =>
        {
            foreach (var node in running)
                node.Start();
        };
    }

    private static Action? Pause(SimulatedNode node)
    {
        if (!node.IsUp || node.IsPaused)
            return null;
        node.Pause();
        return node.Resume;
    }

    /// <summary>A second disk may be more than the cluster can lose.</summary>
    private Action? Wipe(SimulatedNode node)
    {
        if (_hasWiped || !node.IsUp)
            return null;
        _hasWiped = true;
        node.Wipe();
        return node.Start;
    }

    private IEnumerable<(NodeId From, NodeId To)> Border(IReadOnlyCollection<NodeId> side)
    {
        foreach (var inside in side)
        {
            foreach (var outside in world.Nodes.Select(node => node.Id).Except(side))
            {
                yield return (inside, outside);
                yield return (outside, inside);
            }
        }
    }

    private Action Cut((NodeId From, NodeId To)[] links)
    {
        foreach (var (from, to) in links)
            world.Network.Cut(from, to);
        return () =>
        {
            foreach (var (from, to) in links)
                world.Network.Mend(from, to);
        };
    }

    private Action Filter(Fault.Filter filter)
    {
        world.Network.AddFilter(filter.Kind, filter.DropPermille);
        return () => world.Network.RemoveFilter(filter.Kind, filter.DropPermille);
    }

    private Action Storm(Fault.Storm storm)
    {
        world.Network.AddWeather(storm.Weather);
        return () => world.Network.RemoveWeather(storm.Weather);
    }

    private Action Slow(SimulatedNode node, int flushUs)
    {
        (node.MinFlushUs, node.MaxFlushUs) = (flushUs / 2, flushUs);
        return () => (node.MinFlushUs, node.MaxFlushUs) = (world.Setup.MinFlushUs, world.Setup.MaxFlushUs);
    }

    private Action Rate(SimulatedNode node, int permille)
    {
        node.Clock.Run(world.Timeline.NowUs, permille);
        return () => node.Clock.Run(world.Timeline.NowUs, node.Clock.NaturalPermille);
    }

    private void Change(IReadOnlyList<MembershipChange> changes)
    {
        foreach (var leader in world.Nodes.Where(node => node.IsLeader))
        {
            foreach (var change in changes)
                leader.Ask(id => new ClientRequest.ChangeMembers(id, change), Ignore);
        }
    }
}
