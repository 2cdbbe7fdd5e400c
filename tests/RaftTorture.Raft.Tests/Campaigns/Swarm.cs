using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Random faults on a random cluster, all from one seed. Each seed leaves out some kinds of faults, so that the others get their turn.</summary>
/// <remarks>Swarm testing: Groce, Zhang, Eide, Chen and Regehr, ISSTA 2012.</remarks>
internal sealed class Swarm
{
    private readonly Dice _dice;
    private readonly Action[] _faults;
    private readonly RaftRules _rules;
    private bool _isCareful;
    private bool _hasLeases;
    private NodeId? _wiped;

    public Swarm(ulong seed, RaftRules rules)
    {
        _dice = new Dice(seed);
        _rules = rules;
        World = new RaftWorld(DrawOptions(seed));
        foreach (var node in World.Nodes)
            node.ClockPercent = 100 + (int)_dice.Between(-5, 5); // Two clocks differ by the tenth that the lease allows for.

        // An operator who changes members while a disk is lost may leave no quorum at all: that is a mistake, not a fault.
        Action[] operators = OneIn(2) ? [ChangeMembers, ChangeMembers] : [Wipe];
        Action[] candidates = _hasLeases ? [Deafen, Deafen] : [Campaign, Deafen]; // A campaign on command is a clock that runs away: no lease allows for that.
        Action[] all = [Crash, Restart, Partition, CutOneWay, Heal, ChangeWeather, SlowDisk, Freeze, Transfer, Snapshot, .. candidates, .. operators];
        _faults = [.. all.Where(_ => OneIn(2)), Heal, Restart, Thaw];
    }

    public RaftWorld World { get; }

    public void Play(int faults)
    {
        for (var i = 0; i < faults; i++)
        {
            Pick(_faults)();
            for (var calls = 0; calls < 5; calls++)
            {
                World.Run(_dice.Between(1, 60));
                Call(Pick(World.Nodes).Id);
            }
        }
    }

    /// <summary>The liveness phase: with all faults gone there is a leader, a lost disk is replaced, a new write is acknowledged, and all come to agree.</summary>
    public void GoOn()
    {
        World.Network.Weather = Weather.Calm;
        World.Heal();
        Restart();
        foreach (var node in World.Nodes)
        {
            node.FlushMs = 1;
            World.Thaw(node.Id);
        }

        World.RunUntil(() => World.Leader is not null, maxMs: 5_000);
        WriteInsistently();
        if (!_isCareful)
            SwitchOffTheRemoved();
        World.Run(1_000);
        if (_wiped is { } wiped)
            Replace(wiped);
        World.Write("last=1");
        World.Restart([.. World.Members.Where(member => !member.IsRunning).Select(member => member.Id)]);
        World.Agree();
    }

    /// <summary>Whoever leads may be unseated before it has answered. With this committed, the members in force are committed too.</summary>
    private void WriteInsistently()
    {
        ClientWrite? write = null;
        for (var tries = 0; tries < 100 && write is not { Outcome: Outcome.Ok }; tries++)
        {
            write = World.Leader is { } leader ? World.Propose(leader.Id, $"first{tries}=1") : null;
            World.Run(100);
        }
    }

    /// <summary>Without PreVote and CheckQuorum a server that nobody told of its removal disturbs the others for ever (thesis 4.2.3).</summary>
    private void SwitchOffTheRemoved() => World.Crash([.. World.Ids.Except(World.Members.Select(member => member.Id))]);

    private WorldOptions DrawOptions(ulong seed)
    {
        _isCareful = OneIn(2);
        var hasNoOp = OneIn(2);
        var entriesPerAppend = Pick([1, 3, 512]);
        _hasLeases = _isCareful && !OneIn(4);
        var followerReads = OneIn(2);
        var (threshold, kept, chunkBytes) = (Pick([0, 3, 10, 50]), Pick([0, 2, 10]), Pick([16, 100, 100_000]));
        return new WorldOptions
        {
            Nodes = Pick([2, 3, 3, 4, 5, 5]),
            Spares = Pick([0, 1, 2]),
            Seed = seed,
            Rules = _rules,
            FlushMs = Pick([0, 1, 10]),
            SnapshotMs = Pick([0, 20, 200]),
            Configure = config => config with
            {
                PreVote = _isCareful,
                CheckQuorum = _isCareful,
                NoOpOnElection = hasNoOp,
                MaxEntriesPerAppend = entriesPerAppend,
                MaxEntriesInFlight = 2 * entriesPerAppend,
                ReadMode = _hasLeases ? ReadMode.Lease : ReadMode.ReadIndex,
                FollowerReads = followerReads,
                SnapshotThreshold = threshold,
                EntriesKept = kept,
                SnapshotChunkBytes = chunkBytes,
            },
        };
    }

    private void Call(NodeId node)
    {
        World.Propose(node, $"k{_dice.Between(1, 5)}={World.Writes.Count}");
        foreach (var leader in World.Nodes.Where(candidate => candidate.IsLeader))
        {
            World.Propose(leader.Id, $"w{World.Writes.Count}=1");
            World.Read(leader.Id, "k1");
        }

        World.Read(node, "k1");
    }

    private void Crash() => World.Crash(Pick(World.Nodes).Id);

    private void Restart()
    {
        foreach (var node in World.Nodes.Where(node => !node.IsRunning))
            World.Restart(node.Id);
    }

    private void Partition() => World.Partition([.. World.Ids.Where(_ => OneIn(2))]);

    private void CutOneWay() => World.CutOneWay(Pick(World.Nodes).Id, Pick(World.Nodes).Id);

    private void Heal() => World.Heal();

    private void ChangeWeather() =>
        World.Network.Weather = Pick([Weather.Calm, Weather.Lossy, Weather.Doubling, Weather.Reordering, Weather.Stormy]);

    private void SlowDisk() => Pick(World.Nodes).FlushMs = Pick([0, 5, 50, 400]);

    /// <summary>Anybody who may, or one that has a chance: whoever's log is longest.</summary>
    private void Campaign()
    {
        var able = World.Nodes.Where(node => node is { IsRunning: true, IsFrozen: false, IsLeader: false } && node.Core.Configuration.HasVoter(node.Id)).ToArray();
        if (able.Length > 0)
            World.StartCampaign(OneIn(2) ? Pick(able).Id : able.MaxBy(node => node.Core.LastIndex.Value)!.Id);
    }

    /// <summary>A node that hears nothing from the leader campaigns in time, while the leader goes on answering reads.</summary>
    private void Deafen()
    {
        if (World.Leader is not { } leader)
            return;
        World.CutOneWay(leader.Id, Pick(World.Nodes).Id);
        for (var reads = 0; reads < 20; reads++)
        {
            World.Read(leader.Id, "k1");
            World.Run(20);
        }
    }

    private void Freeze() => World.Freeze(Pick(World.Nodes).Id);

    private void Thaw()
    {
        foreach (var node in World.Nodes)
            World.Thaw(node.Id);
    }

    private void Transfer()
    {
        foreach (var leader in World.Nodes.Where(node => node.IsLeader))
            World.Transfer(leader.Id, OneIn(2) ? Pick(World.Nodes).Id : null);
    }

    private void Snapshot() => World.Snapshot(Pick(World.Nodes).Id);

    private void ChangeMembers()
    {
        var node = Pick(World.Nodes).Id;
        var change = Pick<MembershipChange>(
        [
            new MembershipChange.AddLearner(node, ""),
            new MembershipChange.AddLearner(node, ""),
            new MembershipChange.Promote(node),
            new MembershipChange.Promote(node),
            new MembershipChange.Demote(node),
            new MembershipChange.Remove(node),
        ]);
        foreach (var leader in World.Nodes.Where(candidate => candidate.IsLeader))
            World.Change(leader.Id, change);
    }

    /// <summary>Once, and only one of a cluster that does without it.</summary>
    private void Wipe()
    {
        if (_wiped is not null || World.Nodes[0].Core.Configuration.Voters.Length < 3)
            return;
        _wiped = Pick(World.Nodes[0].Core.Configuration.Voters);
        World.Wipe(_wiped.Value);
    }

    /// <summary>As an operator replaces a server whose disk was lost: it is removed, and joins as a new member.</summary>
    private void Replace(NodeId wiped)
    {
        World.Insist(() => Asked(World.Remove), members => members.Find(wiped) is not { JoinedAt.Value: 0 });
        World.Insist(() => Asked(World.Add), members => members.Find(wiped) is not null);
        World.Insist(() => Asked(World.Promote), members => members.HasVoter(wiped));

        ClientWrite Asked(Func<NodeId, ClientWrite> ask)
        {
            World.Propose(World.Leader!.Id, $"again{World.Writes.Count}=1"); // Without empty entries a new leader commits nothing before this, and may change nothing.
            return ask(wiped);
        }
    }

    private bool OneIn(int chances) => _dice.Between(1, chances) == 1;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[(int)_dice.Between(0, choices.Count - 1)];
}
