using RaftTorture.Targets.Nodes;
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
        var registry = In(directory);
        registry.Register("mine", [ProcessIdentity.Own]);
        Assert.That(registry.End(), Is.Empty);
        Assert.That(Directory.GetFiles(World.RegistryIn(directory.Path)), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_process_that_has_the_number_of_a_dead_one_is_not_taken_for_it()
    {
        using var directory = new TemporaryDirectory();
        var registry = In(directory);
        registry.Register("old", [ProcessIdentity.Own with { Started = "long ago" }]);
        var file = Directory.GetFiles(World.RegistryIn(directory.Path)).Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace(ProcessIdentity.Own.Started, "long ago"));
        Assert.That(registry.Find().Single().Nodes, Is.Empty);
        Assert.That(registry.End(), Is.Empty);
        Assert.That(Directory.Exists(World.RegistryIn(directory.Path)), Is.False);
    }

    [Test]
    public void A_registry_file_that_cannot_be_read_is_left_alone()
    {
        using var directory = new TemporaryDirectory();
        var registry = In(directory);
        registry.Register("torn", []);
        File.WriteAllText(Directory.GetFiles(World.RegistryIn(directory.Path)).Single(), "{\"RunId\":");
        Assert.That(registry.End(), Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void A_registry_in_which_others_can_write_is_not_believed()
    {
        using var directory = new TemporaryDirectory();
        var registry = In(directory);
        registry.Register("old", [ProcessIdentity.Own]);
        var path = World.RegistryIn(directory.Path);
        Assert.That(registry.Read(), Has.Count.EqualTo(1));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);
        Assert.That(registry.Read(), Is.Empty);
        Assert.That(registry.End(), Has.One.Contains("can be written by others"));
    }

    private static Leftovers In(TemporaryDirectory directory) => new(World.RegistryIn(directory.Path));

    /// <summary>The nodes in the registry of a harness that lives.</summary>
    private static IReadOnlyList<ProcessIdentity> RegisteredIn(TemporaryDirectory directory) => In(directory).Read().Single().Nodes;
}
