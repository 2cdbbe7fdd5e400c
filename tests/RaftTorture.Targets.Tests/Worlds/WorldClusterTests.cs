using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Worlds;

[Platform("Linux", Reason = "elsewhere loopback has one address")]
public sealed class WorldClusterTests
{
    [Test]
    public async Task A_started_cluster_has_all_nodes_and_a_leader_and_what_its_world_says_is_a_notice()
    {
        await using var story = await WorldStory.StartAsync();
        var seen = await story.Cluster.ObserveAsync(CancellationToken.None);
        Assert.That(seen.Select(status => (status.Node, status.IsLeader)), Is.EqualTo(new[] { ("n1", true), ("n2", false), ("n3", false) }));
        Assert.That(story.Cluster.Notices, Is.EqualTo(new[] { "the world says something" }));
    }

    [Test]
    public async Task A_killed_node_comes_back_as_a_new_life_and_neither_its_end_nor_a_pause_is_a_surprise()
    {
        await using var story = await WorldStory.StartAsync();
        await story.ApplyAsync(new Fault.Pause(["n3"]));
        Assert.That(await story.ApplyAsync(new Fault.Kill(["n2", "n3"])), Does.Contain("ended with code 137"));
        await story.ApplyAsync(new Fault.Start(["n2", "n3"]));
        Assert.That(story.World.Lives.Select(life => life.Pid), Is.Unique.And.Exactly(5).Items);
        Assert.That(await story.Cluster.ObserveAsync(CancellationToken.None), Has.Count.EqualTo(3));
        Assert.That(story.LogOf("n2"), Does.Contain("ended with code 137"));
        Assert.That(story.Cluster.UnexpectedExits, Is.Empty);
    }

    [Test]
    public async Task What_is_asked_of_a_cluster_is_granted_on_the_addresses_of_its_nodes()
    {
        await using var story = await WorldStory.StartAsync();
        await story.ApplyAsync(new Fault.Transfer("n2"));
        await story.ApplyAsync(new Fault.Shrink("n3"));
        await story.ApplyAsync(new Fault.Grow("n3"));
        await story.ApplyAsync(new Fault.TakeSnapshot(["n1", "n2", "n3"]));
    }

    [Test]
    public async Task A_node_that_ends_by_itself_is_reported_with_its_last_words()
    {
        await using var story = await WorldStory.StartAsync();
        Signal.Kill.SendTo(story.World.Lives[1].Pid);
        await Eventually.IsTrue(() => story.Cluster.UnexpectedExits.Count == 1, "the exit is noticed");
        Assert.That(story.Cluster.UnexpectedExits[0].Sentence, Does.Contain("by itself with code 137").And.Contain("fake node n"));
    }

    [Test]
    public async Task A_node_that_was_condemned_may_end_as_it_likes()
    {
        await using var story = await WorldStory.StartAsync();
        story.World.Lives[1].IsCondemned = true;
        Process.Start("kill", ["-TERM", $"{story.World.Lives[1].Pid}"]).WaitForExit();
        Assert.That(await story.World.Lives[1].Ended, Is.EqualTo(128 + 15));
        await story.Cluster.DisposeAsync();
        Assert.That(story.Cluster.UnexpectedExits, Is.Empty);
    }

    [Test]
    public async Task A_node_that_ends_otherwise_just_before_our_kill_reaches_it_is_reported()
    {
        var kernel = new NumbKernel();
        await using var story = await WorldStory.StartAsync(kernel: kernel);
        var killing = story.Cluster.ApplyAsync(new Fault.Kill(["n2"]), CancellationToken.None);
        Process.Start("kill", ["-TERM", $"{PidOf(story, "n2")}"]).WaitForExit();
        Assert.That((await killing).Evidence, Does.Contain("code 143"));
        await Eventually.IsTrue(() => story.Cluster.UnexpectedExits.Count == 1, "the exit is noticed");
        kernel.IsNumb = false;
    }

    [Test]
    public async Task What_cannot_be_taken_down_is_told_and_keeps_nothing_else_from_its_end()
    {
        await using var story = new WorldStory(kernel: new StuckKernel());
        Assert.That(
            async () => await story.Cluster.DisposeAsync(),
            Throws.TypeOf<ClusterException>().With.Message.EqualTo("not everything was taken down: the agent is gone"));
        Assert.That(story.HasToken, Is.False, "a secret is left");
    }

    [Test]
    public async Task Signals_that_do_nothing_are_not_confirmed()
    {
        var kernel = new NumbKernel();
        await using var story = await WorldStory.StartAsync(kernel: kernel);
        foreach (var fault in new Fault[] { new Fault.Kill(["n2"]), new Fault.Pause(["n3"]) })
            Assert.That(await story.Cluster.ApplyAsync(fault, CancellationToken.None), Has.Property("Confirmed").False);
        kernel.IsNumb = false;
    }

    [Test]
    public async Task What_is_said_once_of_how_a_node_starts_holds_for_its_later_starts()
    {
        await using var story = await WorldStory.StartAsync(nodes: 1);
        foreach (var how in new[] { new StartHow(Joins: true, IsOtherVersion: true), StartHow.Again, new StartHow(Joins: false) })
        {
            await story.ApplyAsync(new Fault.Kill(["n1"]));
            await story.Cluster.LaunchAsync(story.Cluster.Node("n1"), how, CancellationToken.None);
            await story.Cluster.BecomeReadyAsync(story.Cluster.Node("n1"), CancellationToken.None);
        }

        Assert.That(story.World.Versions, Is.EqualTo(new[] { false, true, true, true }));
        var starts = story.LogOf("n1").Split('\n').Where(line => line.StartsWith("fake node", StringComparison.Ordinal)).Select(line => line.Contains("--join"));
        Assert.That(starts, Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public async Task A_node_that_is_up_is_not_started_a_second_time()
    {
        await using var story = await WorldStory.StartAsync(nodes: 1);
        Assert.That(
            () => story.Cluster.LaunchAsync(story.Cluster.Node("n1"), StartHow.Again, CancellationToken.None),
            Throws.TypeOf<ClusterException>().With.Message.Contains("up already"));
    }

    [Test]
    public async Task A_node_that_ends_at_once_is_named_with_its_exit_code_and_last_words()
    {
        await using var story = new WorldStory();
        story.BreakNode("n2");
        Assert.That(
            () => story.Cluster.StartAsync(CancellationToken.None),
            Throws.TypeOf<ClusterException>().With.Message.Contains("n2").And.Message.Contains("code 3").And.Message.Contains("made of cheese"));
    }

    [Test]
    public async Task A_cluster_without_a_leader_is_given_up()
    {
        await using var story = new WorldStory(nodes: 1, patience: TimeSpan.FromSeconds(4), arguments: [FakeNode.Follows]);
        Assert.That(() => story.Cluster.StartAsync(CancellationToken.None), Throws.TypeOf<ClusterException>().With.Message.Contains("no leader after 4 s"));
    }

    [Test]
    public async Task A_family_that_was_not_found_to_work_is_refused_with_words()
    {
        await using var story = await WorldStory.StartAsync(nodes: 1);
        Assert.That(story.Cluster.WhyUnsupported(FaultKind.Kill), Is.Null);
        Assert.That(story.Cluster.WhyUnsupported(FaultKind.Power), Does.Contain("--nemesis"));
        Assert.That(await story.Cluster.ApplyAsync(new Fault.CutPower(["n1"]), CancellationToken.None), Has.Property("Confirmed").False);
    }

    [Test]
    public async Task A_disposed_cluster_has_ended_every_life_paused_ones_too_and_its_world()
    {
        await using var story = await WorldStory.StartAsync();
        await story.ApplyAsync(new Fault.Pause(["n1"]));
        await story.Cluster.DisposeAsync();
        Assert.That(story.World.Lives.Select(life => ProcessIdentity.Of(life.Pid)), Has.All.Null.And.Exactly(3).Items);
        Assert.That(story.World.IsDisposed);
        Assert.That(story.Cluster.UnexpectedExits, Is.Empty);
    }

    private static int PidOf(WorldStory story, string node) => story.Cluster.Node(node).Life!.Pid;
}
