using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Netns;

[Platform("Linux", Reason = "network namespaces are Linux's")]
public sealed class EtcdInNetnsTests
{
    [Test]
    public async Task A_program_that_knows_nothing_of_this_project_is_started_broken_and_served()
    {
        Require.Programs("etcd", "nft");
        Require.That(new NetnsTools().Probe().Ability.Works, "namespaces");
        using var directory = new TemporaryDirectory();
        var said = await EtcdHarness.RunToEndAsync(directory.Path);
        TestContext.Out.WriteLine(said);
        Assert.That(said, Does.Contain("started after"));
        foreach (var done in new[] { "start-partition", "stop-partition", "pause", "resume", "kill", "start" })
            Assert.That(said, Does.Contain($"{done} confirmed: "));
        Assert.That(said, Does.Match("read on n.: Ok { Value = 2 }").And.Contain("unexpected exits: 0"));
        Assert.That(said, Does.Contain("transfer: the node's --help names no"), "it has no operator that is asked as ours is");
    }
}
