using System.Runtime.Versioning;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests;

public sealed class NodeAbilitiesTests
{
    [Test]
    public async Task A_node_can_do_what_its_help_names() =>
        Assert.That(await NodeAbilities.AskAsync(FakeNode.Binary), Is.EqualTo(NodeAbilities.All));

    [Test]
    [Platform("Linux", Reason = "runs a program that every Linux has")]
    public async Task A_program_without_help_can_do_the_least() =>
        Assert.That(await NodeAbilities.AskAsync("/bin/true"), Is.EqualTo(NodeAbilities.None));

    [TestCase(FaultKind.Transfer)]
    [TestCase(FaultKind.Snapshot)]
    [TestCase(FaultKind.Membership)]
    public void What_must_be_asked_for_needs_an_admin_port(FaultKind kind)
    {
        Assert.That(LocalPlatform.WhyUnsupported(kind, NodeAbilities.None), Does.Contain("--admin-port"));
        Assert.That(LocalPlatform.WhyUnsupported(kind, NodeAbilities.All), Is.Null);
    }

    [Test]
    public async Task A_node_is_given_no_flag_that_it_does_not_know()
    {
        await using var world = await World.StartAsync(with: options => options with { Abilities = NodeAbilities.None, SnapshotThreshold = 5 });
        await Eventually.IsTrue(() => world.LogOf("n1").Contains("runs with"), "its arguments are in its log");
        Assert.That(world.LogOf("n1"), Does.Not.Contain("--admin-port").And.Not.Contain("--snapshot-threshold"));
    }

    [Test]
    public async Task A_snapshot_threshold_of_a_persons_own_stands()
    {
        await using var world = await World.StartAsync(with: options => options with
        {
            SnapshotThreshold = 5000,
            ExtraNodeArguments = ["--snapshot-threshold", "7"],
        });
        await Eventually.IsTrue(() => world.LogOf("n1").Contains("runs with"), "its arguments are in its log");
        Assert.That(world.LogOf("n1"), Does.Contain("--snapshot-threshold 7").And.Contain("--entries-kept 500").And.Not.Contain("5000"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task The_operators_token_is_for_this_user_only_and_goes_with_the_cluster()
    {
        await using var world = await World.StartAsync();
        var file = Path.Combine(world.Directory, "admin-token");
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await world.Cluster.DisposeAsync();
        Assert.That(File.Exists(file), Is.False);
    }
}
