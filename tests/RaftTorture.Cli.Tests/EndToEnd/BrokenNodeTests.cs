namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>The same command on nodes that must not pass.</summary>
[Platform("Linux", Reason = "pauses nodes and looks for processes in /proc")]
public class BrokenNodeTests
{
    [Test]
    public async Task A_leader_that_serves_reads_without_its_quorum_is_found_by_what_clients_saw()
    {
        using var run = TortureRun.StartBroken(
            "stale-reads", "--nemesis", "partition", "--partition-targets", "primary", "--nemesis-interval", "2", "--concurrency", "3n",
            "--time-limit", "20", "--seed", "11");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(Part(run, "linearizable"), Is.EqualTo("invalid"));
    }

    [Test]
    public async Task A_vote_forgotten_over_a_restart_is_found()
    {
        using var run = TortureRun.StartBroken(
            "forgotten-vote", "--nemesis", "kill", "--nemesis-interval", "1", "--time-limit", "20", "--seed", "12");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(Part(run, "processes"), Is.EqualTo("invalid"));
    }

    private static string? Part(TortureRun run, string checker) =>
        run.Results().GetProperty("verdict").GetProperty("parts").EnumerateArray()
            .Single(part => part.GetProperty("checker").GetString() == checker)
            .GetProperty("validity").GetString();
}
