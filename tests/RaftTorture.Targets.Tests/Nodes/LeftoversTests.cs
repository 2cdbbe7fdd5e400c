using RaftTorture.Targets.Local.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Nodes;

public sealed class LeftoversTests
{
    [Test]
    [Platform("Linux", Reason = "elsewhere the nodes of a killed harness end too, but by a pipe only")]
    public async Task A_harness_that_is_killed_takes_its_nodes_with_it()
    {
        using var directory = new TemporaryDirectory();
        using var harness = await DoomedHarness.StartAsync(directory.Path);
        var nodes = RegisteredIn(directory);
        Assert.That(nodes, Has.Count.EqualTo(3).And.All.Matches<ProcessIdentity>(node => node.IsAlive));
        harness.Kill();
        await Eventually.IsTrue(() => !nodes.Any(node => node.IsAlive), "all nodes are gone", withinMs: 2000);
    }

    [Test]
    public async Task Nodes_that_outlive_their_harness_are_found_and_ended_by_the_next_one_which_says_so()
    {
        using var directory = new TemporaryDirectory();
        using var harness = await DoomedHarness.StartAsync(directory.Path, FakeNode.IgnoresParent);
        var nodes = RegisteredIn(directory);
        harness.Kill();
        await harness.WaitForExitAsync();
        Assert.That(nodes, Has.Count.EqualTo(3).And.All.Matches<ProcessIdentity>(node => node.IsAlive));

        await using var next = await World.StartAsync(with: options => options with { Leftovers = In(directory) });
        Assert.That(next.Cluster.Notices, Has.One.Contains("found 3 node processes of the dead run"));
        await Eventually.IsTrue(() => !nodes.Any(node => node.IsAlive), "all leftovers are gone");
        Assert.That(In(directory).Find(), Is.Empty);
    }

    [Test]
    public void A_run_whose_harness_lives_is_left_alone()
    {
        using var directory = new TemporaryDirectory();
        var registry = new Leftovers(directory.Path);
        registry.Register("mine", [ProcessIdentity.Own]);
        Assert.That(registry.End(), Is.Empty);
        Assert.That(Directory.GetFiles(directory.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_process_that_has_the_number_of_a_dead_one_is_not_taken_for_it()
    {
        using var directory = new TemporaryDirectory();
        var registry = new Leftovers(directory.Path);
        registry.Register("old", [ProcessIdentity.Own with { Started = "long ago" }]);
        var file = Directory.GetFiles(directory.Path).Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace(ProcessIdentity.Own.Started, "long ago"));
        Assert.That(registry.Find().Single().Nodes, Is.Empty);
        Assert.That(registry.End(), Is.Empty);
        Assert.That(Directory.GetFiles(directory.Path), Is.Empty);
    }

    [Test]
    public void A_registry_file_that_cannot_be_read_is_left_alone()
    {
        using var directory = new TemporaryDirectory();
        var registry = new Leftovers(directory.Path);
        registry.Register("torn", []);
        File.WriteAllText(Directory.GetFiles(directory.Path).Single(), "{\"RunId\":");
        Assert.That(registry.End(), Is.Empty);
    }

    private static Leftovers In(TemporaryDirectory directory) => new(directory.Path);

    /// <summary>The nodes in the registry of a harness that lives.</summary>
    private static IReadOnlyList<ProcessIdentity> RegisteredIn(TemporaryDirectory directory) => In(directory).Read().Single().Nodes;
}
