using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Simulation.Clients;
using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Networks;

namespace RaftTorture.Simulation.Runs;

/// <summary>Draws a plan from a seed. Each seed leaves out some kinds of faults, so that the others get their turn.</summary>
/// <remarks>Swarm testing: Groce, Zhang, Eide, Chen and Regehr, ISSTA 2012.</remarks>
public sealed class SwarmDraw
{
    private readonly Dice _dice;
    private readonly ulong _seed;
    private readonly int _nodes;
    private readonly int _spares;
    private readonly bool _hasLeases;

    private SwarmDraw(ulong seed)
    {
        (_seed, _dice) = (seed, new Dice(seed));
        _nodes = _dice.Pick([1, 2, 3, 3, 3, 4, 5, 5, 5, 7]);
        _spares = _nodes > 1 ? _dice.Pick([0, 0, 1, 2]) : 0;
        _hasLeases = _dice.OneIn(4);
    }

    public static RunPlan Of(ulong seed) => new SwarmDraw(seed).Draw();

    private RunPlan Draw()
    {
        var isCareful = _hasLeases || _spares > 0 || !_dice.OneIn(4);
        var faultsForMs = _dice.Pick([3_000, 6_000, 12_000]);
        var entriesPerAppend = _dice.Pick([1, 3, 512]);
        return new RunPlan
        {
            Seed = _seed,
            Nodes = _nodes,
            Spares = _spares,
            PreVoteAndCheckQuorum = isCareful,
            NoOpOnElection = !_dice.OneIn(3),
            ReadMode = _hasLeases ? ReadMode.Lease : ReadMode.ReadIndex,
            FollowerReads = _dice.OneIn(3),
            MaxEntriesPerAppend = entriesPerAppend,
            MaxEntriesInFlight = entriesPerAppend * _dice.Pick([2, 8]),
            SnapshotThreshold = _dice.Pick([0, 10, 50, 300]),
            EntriesKept = _dice.Pick([0, 5, 50]),
            SnapshotChunkBytes = _dice.Pick([100, 1_000, 100_000]),
            SegmentBytes = _dice.Pick([1_024, 16 * 1_024, 1024 * 1024]),
            MaxFlushUs = _dice.Pick([0, 1_000, 10_000]),
            StartUs = _dice.Pick([0, 0, 200_000]),
            ClockDriftPermille = _dice.Pick([0, 10, 45]), // Two clocks differ by less than the tenth that a lease allows for.
            Climate = DrawClimate(),
            Clients = DrawClients(),
            HealsQuorumFirst = _spares == 0 && _dice.OneIn(2),
            FaultsForMs = faultsForMs,
            Faults = DrawFaults(faultsForMs),
        };
    }

    private Weather DrawClimate() => _dice.Pick([Weather.Calm, new Weather(100, 20_000), new Weather(1_000, 4_000)]) with
    {
        KeepsOrder = _dice.OneIn(4),
        DropPermille = _dice.Pick([0, 0, 5, 50]),
        DuplicatePermille = _dice.Pick([0, 0, 5, 50]),
        StragglerPermille = _dice.Pick([0, 0, 5, 50]),
        StragglerUs = _dice.Pick([50_000, 500_000]),
    };

    private ClientSetup DrawClients() => new()
    {
        Count = _dice.Pick([2, 4, 8]),
        ThinkUs = _dice.Pick([5_000, 20_000, 50_000]),
        LossPermille = _dice.Pick([0, 0, 10, 50]),
        Keys = _dice.Pick([1, 3, 8]),
        ReadPercent = _dice.Pick([20, 50, 80]),
        CasPercent = _dice.Pick([0, 5, 15]),
    };

    private ImmutableArray<TimedFault> DrawFaults(int forMs)
    {
        Func<Fault>[] kinds = [.. Kinds().Where(_ => _dice.OneIn(2))];
        var everyMs = _dice.Pick([50, 200, 600]);
        var faults = ImmutableArray.CreateBuilder<TimedFault>();
        for (var atMs = 500 + Between(0, everyMs); kinds.Length > 0 && atMs < forMs; atMs += Between(1, 2 * everyMs))
            faults.Add(new TimedFault(atMs, _dice.Pick(kinds)()));
        return faults.ToImmutable();
    }

    /// <summary>Clocks that run away are no fault that a lease allows for; and who loses a disk while the members change may lose the cluster.</summary>
    private IEnumerable<Func<Fault>> Kinds() =>
    [
        () => new Fault.Kill(DrawAim(), Length()),
        () => new Fault.PowerCut(DrawAim(), Between(0, 12), Length()),
        () => new Fault.Blackout(Length()),
        () => new Fault.Pause(DrawAim(), Length()),
        () => new Fault.Partition([.. All().Where(_ => _dice.OneIn(2))], Length()),
        () => new Fault.CutOneWay(DrawAim(), DrawAim(), Length()),
        () => new Fault.CutPairs([.. Pairs().Where(_ => _dice.OneIn(3))], Length()),
        () => new Fault.Filter((MessageKind)Between(0, (int)MessageKind.Other), _dice.Pick([300, 1_000]), Length()),
        () => new Fault.Storm(new Weather(100, Between(1_000, 100_000)) { DropPermille = Between(0, 300), DuplicatePermille = Between(0, 300) }, Length()),
        () => new Fault.Clog(DrawAim(), DrawAim(), Length()),
        () => new Fault.Replay(Between(1, 20)),
        () => new Fault.SlowDisk(DrawAim(), _dice.Pick([5_000, 50_000, 400_000]), Length()),
        () => new Fault.FlushError(DrawAim(), Length()),
        () => new Fault.Transfer(_dice.OneIn(2) ? null : DrawNode()),
        () => new Fault.Snapshot(DrawAim()),
        .. _hasLeases ? Array.Empty<Func<Fault>>() :
        [
            () => new Fault.ClockRate(DrawAim(), _dice.Pick([0, 200, 3_000]), Length()),
            () => new Fault.ClockJump(DrawAim(), _dice.Pick([100, 1_000, 10_000])),
        ],
        .. _spares > 0 ? [() => new Fault.ChangeMembers([.. Enumerable.Range(0, Between(1, 3)).Select(_ => DrawChange())])]
            : _nodes >= 3 ? new Func<Fault>[] { () => new Fault.Wipe(DrawAim(), Length()) } : [],
    ];

    private MembershipChange DrawChange()
    {
        var node = DrawNode();
        return _dice.Pick<MembershipChange>(
        [
            new MembershipChange.AddLearner(node, ""),
            new MembershipChange.AddLearner(node, ""),
            new MembershipChange.Promote(node),
            new MembershipChange.Promote(node),
            new MembershipChange.Demote(node),
            new MembershipChange.Remove(node),
        ]);
    }

    private Aim DrawAim() => _dice.OneIn(3) ? Aim.Leader : new Aim(DrawNode());

    private NodeId DrawNode() => new(Between(1, _nodes + _spares));

    private IEnumerable<NodeId> All() => Enumerable.Range(1, _nodes + _spares).Select(number => new NodeId(number));

    private IEnumerable<(NodeId A, NodeId B)> Pairs() => All().SelectMany(a => All().Where(b => b.Value > a.Value).Select(b => (a, b)));

    private int Length() => Between(20, 1_500);

    private int Between(int low, int high) => (int)_dice.Between(low, high);
}
