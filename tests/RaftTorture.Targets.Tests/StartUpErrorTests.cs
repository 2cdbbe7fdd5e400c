using RaftTorture.Running.Ports;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests;

public sealed class StartUpErrorTests
{
    [Test]
    public async Task A_missing_node_binary_is_named()
    {
        await using var world = new World(with: options => options with { NodeBinary = "/nowhere/node.dll" });
        Assert.That(() => StartAsync(world), ThrowsOneLine("/nowhere/node.dll").Message.Contains("build it"));
    }

    [Test]
    public async Task A_file_that_is_no_program_is_named()
    {
        using var directory = new TemporaryDirectory();
        var text = Path.Combine(directory.Path, "node");
        await File.WriteAllTextAsync(text, "no program");
        await using var world = new World(with: options => options with { NodeBinary = text });
        Assert.That(() => StartAsync(world), ThrowsOneLine(text).Message.Contains("cannot be started"));
    }

    [Test]
    public async Task A_node_that_ends_at_once_is_named_with_its_exit_code_and_last_words()
    {
        await using var world = new World();
        world.BreakNode("n2");
        Assert.That(() => StartAsync(world), ThrowsOneLine("n2").Message.Contains("code 3").And.Message.Contains("made of cheese"));
    }

    [Test]
    public async Task A_node_that_never_answers_is_given_up()
    {
        await using var world = new World(with: options => options with
        {
            ExtraNodeArguments = [FakeNode.IsMute],
            ReadyPatience = TimeSpan.FromSeconds(1),
        });
        Assert.That(() => StartAsync(world), ThrowsOneLine("n1").Message.Contains("did not answer"));
    }

    [Test]
    public async Task A_node_that_is_the_child_of_what_was_started_is_refused()
    {
        await using var world = new World(with: options => options with { ExtraNodeArguments = [FakeNode.IsChild] });
        Assert.That(() => StartAsync(world), ThrowsOneLine("n1").Message.Contains("answers as pid 1 but was started as pid").And.Message.Contains("`exec`"));
    }

    [Test]
    public async Task A_cluster_without_a_leader_is_given_up()
    {
        await using var world = new World(with: options => options with
        {
            ExtraNodeArguments = [FakeNode.Follows],
            ReadyPatience = TimeSpan.FromSeconds(2),
        });
        Assert.That(() => StartAsync(world), ThrowsOneLine("after 2 s").Message.Contains("no leader"));
    }

    [Test]
    [Platform("Linux", Reason = "its descriptors can be counted")]
    public async Task A_cluster_that_descriptors_do_not_suffice_for_says_what_to_raise_and_leaves_no_socket_open()
    {
        using var directory = new TemporaryDirectory();
        var said = await StarvedHarness.RunToEndAsync(directory.Path);
        Assert.That(said, Has.Length.EqualTo(2));
        Assert.That(said[0], Does.StartWith("no free port or descriptor").And.Contain("ulimit -n"));
        Assert.That(said[1], Is.EqualTo("0"));
    }

    [Test]
    public void A_directory_without_a_node_says_how_to_get_one()
    {
        using var directory = new TemporaryDirectory();
        Assert.That(() => NodeBinary.Locate(directory.Path), ThrowsOneLine(directory.Path).Message.Contains("dotnet build"));
    }

    [Test]
    public void The_executable_is_preferred_to_the_assembly()
    {
        using var directory = new TemporaryDirectory();
        var assembly = Path.Combine(directory.Path, "RaftTorture.Node.dll");
        var executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        File.WriteAllText(assembly, "");
        Assert.That(NodeBinary.Locate(directory.Path), Is.EqualTo(assembly));
        File.WriteAllText(executable, "");
        Assert.That(NodeBinary.Locate(directory.Path), Is.EqualTo(executable));
    }

    private static Task StartAsync(World world) => world.Cluster.StartAsync(CancellationToken.None);

    private static NUnit.Framework.Constraints.ConstraintExpression ThrowsOneLine(string naming) =>
        Throws.TypeOf<ClusterException>().With.Message.Contains(naming).And.Message.Not.Contains("\n").And;
}
