namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>A node that does not flush (D01): no kill can show it, and a power cut of all nodes does.</summary>
[Platform("Linux", Reason = "power cuts take loop devices")]
public class PowerCutTests
{
    private static readonly string[] Cluster =
        ["--world", "netns", "--nodes", "n1,n2,n3", "--nemesis-interval", "3", "--concurrency", "3n", "--time-limit", "12", "--seed", "31"];

    private static readonly string[] PowerCuts = [.. Cluster, "--nemesis", "power", "--db-node-targets", "all", "--power-tails", "lost"];

    private static readonly string[] Kills = [.. Cluster, "--nemesis", "kill", "--db-node-targets", "all"];

    [SetUp]
    public void NeedsRoot() => Need.LoopDisks();

    /// <remarks>All nodes lose all that was ever written: what is read next is not what was acknowledged.</remarks>
    [Test]
    public async Task A_node_that_does_not_flush_is_found_by_a_power_cut()
    {
        using var run = TortureRun.StartBroken("no-fsync", PowerCuts);

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(run.Part("linearizable"), Is.EqualTo("invalid"));
        Assert.That(Evidence(run, "cut-power"), Has.All.Contains("lost 4096 unflushed bytes").And.All.Contains("kept 4096 flushed"));
    }

    [Test]
    public async Task The_same_node_survives_every_kill()
    {
        using var run = TortureRun.StartBroken("no-fsync", Kills);

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
    }

    [Test]
    public async Task A_node_that_flushes_survives_every_power_cut()
    {
        using var run = TortureRun.Start(PowerCuts);

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(Evidence(run, "cut-power"), Is.Not.Empty.And.All.Contains("lost 4096 unflushed bytes"));
    }

    private static string[] Evidence(TortureRun run, string f) =>
        [.. run.Lines("faults.jsonl").Where(line => line.GetProperty("f").GetString() == f).Select(line => line.GetProperty("evidence").GetString()!)];
}
