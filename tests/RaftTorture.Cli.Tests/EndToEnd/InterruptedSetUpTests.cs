using RaftTorture.Cli.Commands;
using RaftTorture.Cli.Tests.EndToEnd.Machine;
using RaftTorture.Cli.Worlds;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests.EndToEnd;

[Platform("Linux")]
public sealed class InterruptedSetUpTests
{
    [Test]
    public async Task An_interrupt_before_the_cluster_is_up_is_one_line_and_leaves_no_run()
    {
        await Require.EngineAsync();
        var store = Path.Combine(Path.GetTempPath(), $"raft-torture-{Guid.NewGuid():n}");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var session = new Session(store, new NodePrograms(null, null, null, null), WritesReport: false, Terminal.Open(output));
        var code = await session.RunAsync(new Plan { Seed = 1, World = "docker" }, error, new CancellationToken(canceled: true));
        Assert.That(code, Is.EqualTo(ExitCode.Unknown));
        Assert.That(error.ToString(), Is.EqualTo($"raft-torture: interrupted before the cluster was up{Environment.NewLine}"));
        Assert.That(Directory.Exists(store), Is.False);
    }
}
