using RaftTorture.Raft;
using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Networks;
using RaftTorture.Simulation.Nodes;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Worlds;

/// <summary>Every fault does what it says, and is over when it says so.</summary>
public sealed class FaultTests
{
    private World _world = null!;
    private FaultPlayer _faults = null!;

    [SetUp]
    public void BeBorn()
    {
        var setup = new NodeSetup { Founders = [N1, N2, N3], Configure = config => config with { SnapshotThreshold = 5, EntriesKept = 0 } };
        _world = new World(setup, nodes: 3, Weather.Calm, new Dice(1), () => "a story");
        _faults = new FaultPlayer(_world);
        Run(1_000);
        Assert.That(_world.Leader, Is.Not.Null);
    }

    [Test]
    public void A_killed_leader_is_replaced_and_comes_back()
    {
        var killed = _world.Leader!;
        _faults.Begin(new Fault.Kill(Aim.Leader, ForMs: 1_000));
        Run(900);
        Assert.That((killed.IsUp, _world.Leader!.Id), Is.Not.EqualTo((true, killed.Id)));
        Run(500);
        Assert.That((killed.IsUp, killed.Life, killed.Replica.Leader), Is.EqualTo((true, 2, (NodeId?)_world.Leader!.Id)));
    }

    [Test]
    public void A_paused_node_takes_no_step_and_goes_on_where_it_was()
    {
        var paused = _world.Leader!;
        _faults.Begin(new Fault.Pause(Aim.Leader, ForMs: 2_000));
        Run(1_900);
        Assert.That((paused.Replica.Role, _world.Leader!.Id == paused.Id), Is.EqualTo((Role.Leader, false)), "it has not heard of the other one");
        Run(300);
        Assert.That((paused.Replica.Role, paused.Life), Is.EqualTo((Role.Follower, 1)));
    }

    [Test]
    public void A_minority_that_is_cut_off_leads_nobody_until_the_cut_is_over()
    {
        var alone = _world.Leader!;
        _faults.Begin(new Fault.Partition([alone.Id], ForMs: 2_000));
        Run(1_500);
        var other = _world.Leader!;
        Assert.That((other.Id == alone.Id, alone.Replica.Leader), Is.Not.EqualTo((true, (NodeId?)alone.Id)));
        Run(1_000);
        Assert.That(alone.Replica.Leader, Is.EqualTo(other.Id));
    }

    [Test]
    public void A_cut_one_way_leaves_the_other_way()
    {
        var (leader, deaf) = (_world.Leader!, Follower());
        _faults.Begin(new Fault.CutOneWay(new Aim(leader.Id), new Aim(deaf.Id), ForMs: 2_000));
        Assert.That((_world.Network.IsCut(leader.Id, deaf.Id), _world.Network.IsCut(deaf.Id, leader.Id)), Is.EqualTo((true, false)));
        Run(1_000);
        Assert.That(deaf.Replica.Leader, Is.Null);
        Run(2_000);
        Assert.That(_world.Network.IsCut(leader.Id, deaf.Id), Is.False);
        Assert.That(deaf.Replica.Leader, Is.Not.Null);
    }

    [Test]
    public void A_power_cut_takes_the_node_in_the_middle_of_a_write()
    {
        var follower = Follower();
        _faults.Begin(new Fault.PowerCut(new Aim(follower.Id), Operations: 1, ForMs: 500));
        Assert.That(follower.IsUp, Is.True, "nothing is written yet");
        Write(3);
        Run(100);
        Assert.That(follower.IsUp, Is.False);
        Run(1_000);
        Assert.That((follower.IsUp, follower.Replica.AppliedIndex), Is.EqualTo((true, _world.Leader!.Replica.AppliedIndex)));
    }

    [Test]
    public void A_flush_that_fails_ends_the_process_and_somebody_starts_it_again()
    {
        var follower = Follower();
        _faults.Begin(new Fault.FlushError(new Aim(follower.Id), ForMs: 300));
        Write(1);
        Run(100);
        Assert.That(follower.IsUp, Is.False);
        Run(500);
        Assert.That((follower.IsUp, follower.Life), Is.EqualTo((true, 2)));
    }

    [Test]
    public void A_clock_that_stands_still_never_makes_a_candidate()
    {
        var still = Follower();
        _faults.Begin(new Fault.ClockRate(new Aim(still.Id), Permille: 0, ForMs: 2_000));
        _faults.Begin(new Fault.Partition([still.Id], ForMs: 2_000));
        Run(1_900);
        Assert.That(still.Replica.Role, Is.EqualTo(Role.Follower));
    }

    [Test]
    public void A_clogged_link_delivers_all_at_once_when_it_is_free()
    {
        var (leader, waiting) = (_world.Leader!, Follower());
        _faults.Begin(new Fault.Clog(new Aim(leader.Id), new Aim(waiting.Id), ForMs: 140));
        Write(5);
        Run(130);
        Assert.That(waiting.Replica.LastIndex, Is.LessThan(leader.Replica.LastIndex));
        Run(20);
        Assert.That(waiting.Replica.LastIndex, Is.EqualTo(leader.Replica.LastIndex));
    }

    [Test]
    public void A_filter_takes_one_kind_of_messages_and_no_other()
    {
        _faults.Begin(new Fault.Filter(MessageKind.Append, DropPermille: 1_000, ForMs: 400));
        var (committed, term) = (_world.Leader!.Replica.CommitIndex, _world.Leader.Replica.Term);
        Write(1);
        Run(100);
        Assert.That((_world.Leader!.Replica.CommitIndex, _world.Leader.Replica.Term), Is.EqualTo((committed, term)), "nobody has lost its leader yet");
        Run(1_500);
        Assert.That(_world.Leader!.Replica.CommitIndex, Is.GreaterThan(committed));
    }

    [Test]
    public void A_wiped_node_comes_back_with_another_disk_and_its_word_does_not_count()
    {
        var wiped = Follower();
        _faults.Begin(new Fault.Wipe(new Aim(wiped.Id), ForMs: 100));
        Run(300);
        Assert.That((wiped.IsUp, wiped.WasWiped), Is.EqualTo((true, true)));
        var third = _world.Nodes.Single(node => !node.IsLeader && node != wiped);
        _faults.Begin(new Fault.Partition([third.Id], ForMs: 5_000));
        Run(3_000);
        Assert.That(_world.Leader, Is.Null, "two of three are there, and one of them has forgotten");
    }

    [Test]
    public void Healing_ends_everything_at_once()
    {
        _faults.Begin(new Fault.Blackout(ForMs: 60_000));
        _faults.Begin(new Fault.Partition([N1], ForMs: 60_000));
        _faults.HealAll();
        Run(1_500);
        Assert.That(_world.Nodes.Select(node => node.Replica.Leader), Is.All.EqualTo((NodeId?)_world.Leader!.Id));
    }

    private SimulatedNode Follower() => _world.Nodes.First(node => !node.IsLeader);

    private void Run(long ms) => _world.Timeline.RunTo(_world.Timeline.NowMs + ms);

    private void Write(int count)
    {
        for (var i = 0; i < count; i++)
            _world.Leader!.Ask(new Kv.Api.KvCall.Write(new Kv.LogCommand.Once(new Kv.KvCommand.Put($"k{i}", "v"))), _ => { });
    }
}
