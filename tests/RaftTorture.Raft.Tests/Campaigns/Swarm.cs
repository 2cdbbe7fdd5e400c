using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Random faults on a random cluster, all from one seed. Each seed leaves out some kinds of faults, so that the others get their turn.</summary>
/// <remarks>Swarm testing: Groce, Zhang, Eide, Chen and Regehr, ISSTA 2012.</remarks>
internal sealed class Swarm
{
    private readonly Dice _dice;
    private readonly Action[] _faults;
    private readonly RaftRules _rules;

    public Swarm(ulong seed, RaftRules rules)
    {
        _dice = new Dice(seed);
        _rules = rules;
        World = new RaftWorld(DrawOptions(seed));
        Action[] all = [Crash, Restart, Partition, CutOneWay, Heal, ChangeWeather, SlowDisk, Campaign];
        _faults = [.. all.Where(_ => OneIn(2)), Heal, Restart];
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

    private WorldOptions DrawOptions(ulong seed)
    {
        var isCareful = OneIn(2);
        var hasNoOp = OneIn(2);
        var entriesPerAppend = Pick([1, 3, 512]);
        return new WorldOptions
        {
            Nodes = Pick([2, 3, 3, 4, 5, 5]),
            Seed = seed,
            Rules = _rules,
            FlushMs = Pick([0, 1, 10]),
            Configure = config => config with
            {
                PreVote = isCareful,
                CheckQuorum = isCareful,
                NoOpOnElection = hasNoOp,
                MaxEntriesPerAppend = entriesPerAppend,
                MaxEntriesInFlight = 2 * entriesPerAppend,
            },
        };
    }

    private void Call(NodeId node)
    {
        World.Propose(node, $"k{_dice.Between(1, 5)}={World.Writes.Count}");
        foreach (var leader in World.Nodes.Where(candidate => candidate.IsLeader))
            World.Propose(leader.Id, $"w{World.Writes.Count}=1");
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

    private void Campaign()
    {
        if (Pick(World.Nodes) is { IsRunning: true, IsLeader: false } node)
            World.StartCampaign(node.Id);
    }

    private bool OneIn(int chances) => _dice.Between(1, chances) == 1;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[(int)_dice.Between(0, choices.Count - 1)];
}
