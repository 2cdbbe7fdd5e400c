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
        Assert.That(run.Part("linearizable"), Is.EqualTo("invalid"));
    }

    /// <remarks>
    /// The leader is killed, so that the term rises; then all are, and forget vote and term: they elect a leader in a term that is over. It
    /// finds entries of later terms in its own log and its always-on promise stops it, which the harness sees; or entries of one index
    /// and term differ, which clients see.
    /// </remarks>
    [Test]
    public async Task A_vote_forgotten_over_a_restart_is_found()
    {
        using var run = TortureRun.StartBroken(
            "forgotten-vote", "--nemesis", "kill", "--db-node-targets", "primary,all", "--nemesis-interval", "1", "--rate", "1000", "--concurrency", "4n",
            "--time-limit", "40", "--stop-at-violation", "--liveness-limit", "5", "--seed", "12");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(new[] { run.Part("processes"), run.Part("linearizable") }, Has.Some.EqualTo("invalid"));
    }
}
