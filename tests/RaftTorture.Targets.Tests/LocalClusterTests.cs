using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests;

public sealed class LocalClusterTests
{
    [Test]
    public async Task A_started_cluster_has_all_nodes_and_a_leader()
    {
        await using var world = await World.StartAsync();
        var seen = await world.Cluster.ObserveAsync(CancellationToken.None);
        Assert.That(seen.Select(status => (status.Node, status.IsLeader)), Is.EqualTo(new[] { ("n1", true), ("n2", false), ("n3", false) }));
        Assert.That(world.Cluster.UnexpectedExits, Is.Empty);
    }

    [Test]
    public async Task A_killed_node_is_not_observed_and_comes_back_on_its_ports_as_a_new_process()
    {
        await using var world = await World.StartAsync();
        var killed = await ApplyAsync(world, new Fault.Kill(["n2"]));
        Assert.That(await ObservedAsync(world), Is.EqualTo(new[] { "n1", "n3" }));
        var started = await ApplyAsync(world, new Fault.Start(["n2"]));
        Assert.That(await ObservedAsync(world), Is.EqualTo(new[] { "n1", "n2", "n3" }));
        Assert.That(Pids(killed), Is.Not.EqualTo(Pids(started)));
        Assert.That(world.LogOf("n2"), Does.Contain("ended with code 137"));
        Assert.That(world.Cluster.UnexpectedExits, Is.Empty);
    }

    [Test]
    public async Task Faults_overlap_and_each_heal_leaves_the_others_in_force()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Partition("one", [new("n1", "n2"), new("n2", "n1")]));
        await ApplyAsync(world, new Fault.Packet([new("n1", "n2"), new("n1", "n3")], 20, 5));
        await ApplyAsync(world, new Fault.Kill(["n2"]));
        await ApplyAsync(world, new Fault.HealPartition());
        await ApplyAsync(world, new Fault.Start(["n2"]));
        await ApplyAsync(world, new Fault.HealPacket());
    }

    [Test]
    public async Task A_packet_fault_on_links_that_a_partition_silences_is_not_confirmed_and_changes_nothing()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Partition("mute", [new("n1", "n2"), new("n1", "n3")]));
        var effect = await world.Cluster.ApplyAsync(new Fault.Packet([new("n1", "n2")], 50, 0), default);
        Assert.That((effect.Confirmed, effect.Evidence), Is.EqualTo((false, "a partition silences all 1 links: nothing could be seen, and nothing was done")));
        await ApplyAsync(world, new Fault.HealPartition());
        await ApplyAsync(world, new Fault.HealPacket());
    }

    [Test]
    public async Task One_partition_replaces_another()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Partition("first", [new("n1", "n2"), new("n1", "n3")]));
        await ApplyAsync(world, new Fault.Partition("second", [new("n1", "n3"), new("n2", "n3")]));
        await ApplyAsync(world, new Fault.Packet([new("n1", "n2")], 10, 0));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_paused_node_can_be_killed_and_what_is_down_need_not_be_killed_paused_or_resumed()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Pause(["n3"]));
        await ApplyAsync(world, new Fault.Kill(["n3"]));
        Assert.That(await ApplyAsync(world, new Fault.Kill(["n3"])), Does.Contain("already down"));
        Assert.That(await ApplyAsync(world, new Fault.Pause(["n3"])), Does.Contain("was down"));
        Assert.That(await ApplyAsync(world, new Fault.Resume(["n3"])), Does.Contain("was down"));
        await ApplyAsync(world, new Fault.Start(["n3"]));
    }

    [Test]
    public async Task A_node_that_ends_by_itself_is_reported_with_its_last_words()
    {
        await using var world = await World.StartAsync();
        var evidence = await ApplyAsync(world, new Fault.Start(["n2"]));
        Signal.Kill.SendTo(Pids(evidence).Single());
        await Eventually.IsTrue(() => world.Cluster.UnexpectedExits.Count == 1, "the exit is noticed");
        Assert.That(world.Cluster.UnexpectedExits[0].Sentence, Does.Contain("n2").And.Contain("by itself").And.Contain("fake node n2 runs"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_node_that_ends_by_itself_just_before_it_is_killed_is_reported()
    {
        var endsFirst = Levers.Real with { Signal = static (pid, _) => Process.Start("kill", ["-TERM", $"{pid}"]).WaitForExit() };
        await using var world = await World.StartAsync(with: options => options with { Levers = endsFirst });
        Assert.That(await ApplyAsync(world, new Fault.Kill(["n2"])), Does.Contain("code 143"));
        await Eventually.IsTrue(() => world.Cluster.UnexpectedExits.Count == 1, "the exit is noticed");
        Assert.That(world.Cluster.UnexpectedExits[0].Sentence, Does.Contain("n2").And.Contain("code 143"));
    }

    [Test]
    [Platform("Linux", Reason = "it has /dev/full")]
    public async Task A_node_whose_log_cannot_be_written_lives_on_and_the_loss_is_a_notice()
    {
        await using var world = new World(with: options =>
        {
            var node = Directory.CreateDirectory(Path.Combine(options.RunDirectory, "nodes", "n2")).FullName;
            File.CreateSymbolicLink(Path.Combine(node, "node.log"), "/dev/full");
            return options;
        });
        await world.Cluster.StartAsync(CancellationToken.None);
        Assert.That(await ApplyAsync(world, new Fault.Start(["n2"])), Does.Contain("already up"));
        await ApplyAsync(world, new Fault.Kill(["n2"]));
        Assert.That(world.Cluster.Notices, Has.One.Contains("n2: its log is incomplete"));
        Assert.That(world.Cluster.UnexpectedExits, Is.Empty);
    }

    [Test]
    public async Task A_client_of_a_dead_cluster_says_that_it_does_not_know_or_that_nothing_happened()
    {
        await using var world = await World.StartAsync();
        await ApplyAsync(world, new Fault.Kill(["n1", "n2", "n3"]));
        await using var client = world.Cluster.OpenClient(new ProcessId(0), "n1");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var completion = await client.InvokeAsync(new Operation(Functions.Write, "k", Value.Of(1)), deadline.Token);
        Assert.That(completion, Is.InstanceOf<Completion.Fail>().Or.InstanceOf<Completion.Unknown>());
    }

    [Test]
    public async Task A_fault_on_a_node_or_a_link_that_is_not_there_is_refused()
    {
        await using var world = await World.StartAsync();
        Assert.That(() => ApplyAsync(world, new Fault.Kill(["n9"])), Throws.ArgumentException.With.Message.Contains("n9"));
        Assert.That(() => ApplyAsync(world, new Fault.Partition("one", [new("n1", "n9")])), Throws.ArgumentException.With.Message.Contains("n1>n9"));
    }

    [Test]
    public async Task A_disposed_cluster_has_left_no_process_and_no_entry_in_the_registry()
    {
        await using var world = await World.StartAsync();
        var pids = Pids(await ApplyAsync(world, new Fault.Start(["n1", "n2", "n3"])));
        if (!OperatingSystem.IsWindows())
            await ApplyAsync(world, new Fault.Pause(["n1"]));
        await world.Cluster.DisposeAsync();
        Assert.That(pids.Select(ProcessIdentity.Of), Has.All.Null.And.Exactly(3).Items);
        Assert.That(Directory.Exists(World.RegistryIn(world.Directory)), Is.False);
    }

    private static IEnumerable<int> Pids(string evidence) =>
        evidence.Split("pid ").Skip(1).Select(rest => int.Parse(rest.Split(')')[0]));

    /// <summary>Applies a fault that must be confirmed.</summary>
    private static async Task<string> ApplyAsync(World world, Fault fault)
    {
        var effect = await world.Cluster.ApplyAsync(fault, CancellationToken.None);
        Assert.That(effect.Confirmed, $"{fault.F}: {effect.Evidence}");
        return effect.Evidence;
    }

    private static async Task<IEnumerable<string>> ObservedAsync(World world) =>
        (await world.Cluster.ObserveAsync(CancellationToken.None)).Select(status => status.Node);
}
