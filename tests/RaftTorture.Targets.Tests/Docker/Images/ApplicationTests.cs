using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker.Images;

public sealed class ApplicationTests
{
    [Test]
    public void A_node_is_its_assembly_and_what_that_needs_though_much_else_lies_beside_it()
    {
        var node = Application.At(NodeBinary.Locate());
        var tree = new FileTree();
        node.AddTo(tree, "/app");
        Assert.That(node.CommandIn("/app"), Is.EqualTo(new[] { "dotnet", "/app/RaftTorture.Node.dll" }));
        foreach (var file in new[] { "RaftTorture.Node.dll", "RaftTorture.Raft.dll", "RaftTorture.Node.runtimeconfig.json", "RaftTorture.Node.deps.json" })
            Assert.That(tree.Holds($"/app/{file}"), Is.True, file);
        Assert.That(tree.Holds("/app/nunit.framework.dll"), Is.False);
    }

    [Test]
    public void Any_other_program_is_its_whole_directory()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "etcd"), "");
        File.WriteAllText(Path.Combine(directory.Path, "etcd.conf"), "");
        var program = Application.At(Path.Combine(directory.Path, "etcd"));
        var tree = new FileTree();
        program.AddTo(tree, "/app");
        Assert.That(program.CommandIn("/app"), Is.EqualTo(new[] { "/app/etcd" }));
        Assert.That(tree.Holds("/app/etcd.conf"), Is.True);
    }

    [Test]
    public void A_program_that_is_not_there_is_named() =>
        Assert.That(() => Application.At("/no/such.dll"), Throws.TypeOf<ClusterException>().With.Message.Contains("/no/such.dll is missing"));

    [Test]
    public void Tools_that_are_missing_are_named_with_the_command_that_installs_them() =>
        Assert.That(
            () => Toolbox.Demand(program => program is not ("nft" or "tc" or "ss")),
            Throws.TypeOf<ClusterException>().With.Message.Contains("wants nft, tc, ss").And.Message.Contains("--no-install-recommends nftables iproute2"));
}
