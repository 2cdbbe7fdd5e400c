using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>Who lost its disk leaves and comes back with nothing: from clusters that grant it, that say so only, and that refuse.</summary>
public sealed class ReplacementTests
{
    [Test]
    public async Task A_replaced_node_lives_anew_with_an_empty_disk_and_waits_to_be_added()
    {
        await using var story = await WorldStory.StartAsync();
        var (before, data) = (story.Cluster.Node("n3").Life!.Pid, DataOf(story, "n3"));
        await File.WriteAllTextAsync(data, "lost");
        var evidence = await story.ApplyAsync(new Fault.Replace("n3"));
        Assert.That(evidence, Does.Contain("n3 is no member on").And.Contain("its disk was emptied").And.Contain("n3 is a voter on"));
        Assert.That((File.Exists(data), story.Cluster.Node("n3").Life!.Pid == before), Is.EqualTo((false, false)));
        Assert.That(LastStartOf(story, "n3"), Does.Contain("--join"));
        await story.ApplyAsync(new Fault.Replace("n3").Heal!);
    }

    [Test]
    public async Task The_leader_can_be_replaced()
    {
        await using var story = await WorldStory.StartAsync();
        Assert.That(await story.ApplyAsync(new Fault.Replace("n1")), Does.Contain("n1 is a voter on"));
    }

    [TestCase(FakeOperator.IsIdle, ": ok")]
    [TestCase(FakeOperator.Refuses, "refused, not today")]
    public async Task Who_is_a_member_still_keeps_its_life_and_its_disk(string manner, string told)
    {
        await using var story = await StartAsync(manner);
        var (before, data) = (story.Cluster.Node("n3").Life!.Pid, DataOf(story, "n3"));
        await File.WriteAllTextAsync(data, "kept");
        var effect = await story.Cluster.ApplyAsync(new Fault.Replace("n3"), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain(told));
        Assert.That((File.Exists(data), story.Cluster.Node("n3").Life!.Pid), Is.EqualTo((true, before)));
    }

    [Test]
    public async Task Who_does_not_catch_up_is_not_back()
    {
        await using var story = await StartAsync(FakeState.Lags, "n3");
        var effect = await story.Cluster.ApplyAsync(new Fault.Replace("n3"), CancellationToken.None);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
        Assert.That(effect.Evidence, Does.Contain("its disk was emptied").And.Contain("not seen to be done"));
    }

    [Test]
    public async Task A_replacement_that_stopped_with_the_node_down_begins_again_when_the_node_is_called_back()
    {
        await using var story = await WorldStory.StartAsync();
        var starter = new FailingOnce(story.Cluster);
        var injector = InjectorOf(story, starter);
        Assert.That(() => injector.ApplyAsync(new Fault.Replace("n2"), CancellationToken.None), Throws.TypeOf<ClusterException>());
        Assert.That(story.Cluster.Node("n2").Life is { IsAlive: true }, Is.False);
        var back = await injector.ApplyAsync(new Fault.Grow("n2"), CancellationToken.None);
        Assert.That(back.Confirmed, Is.True, back.Evidence);
        Assert.That(back.Evidence, Does.Contain("n2 is no member on").And.Contain("its disk was emptied"));
        Assert.That(LastStartOf(story, "n2"), Does.Contain("--join"));
    }

    private static async Task<WorldStory> StartAsync(params string[] arguments)
    {
        var story = new WorldStory(arguments: [.. arguments]);
        await story.Cluster.StartAsync(CancellationToken.None);
        return story;
    }

    private static WorldMembershipInjector InjectorOf(WorldStory story, IStarter starter)
    {
        var nodes = story.World.Sites.ToDictionary(site => site.Node, site => (IWorldNode)story.Cluster.Node(site.Node));
        var membership = new MembershipInjector(nodes.ToDictionary(node => node.Key, INode (node) => node.Value));
        return new WorldMembershipInjector(membership, new Replacement(nodes, story.World.DiskOf, starter), nodes);
    }

    private static string DataOf(WorldStory story, string node) => Path.Combine(story.Cluster.Node(node).Site.DataDirectory, "log");

    private static string LastStartOf(WorldStory story, string node) =>
        story.LogOf(node).Split('\n').Last(line => line.StartsWith("fake node", StringComparison.Ordinal));

    /// <summary>The first start fails.</summary>
    private sealed class FailingOnce(IStarter starter) : IStarter
    {
        private bool _hasFailed;

        public Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation)
        {
            if (_hasFailed)
                return starter.LaunchAsync(node, how, cancellation);
            _hasFailed = true;
            throw new ClusterException("not now");
        }

        public Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation) => starter.BecomeReadyAsync(node, cancellation);
    }
}
