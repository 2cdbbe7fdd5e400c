namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>The same command on nodes that must not pass.</summary>
[Platform("Linux", Reason = "pauses nodes and looks for processes in /proc")]
public class BrokenNodeTests
{
    /// <summary>
    /// Of this seed the first fault puts the leader's clock back by minutes, the second cuts it off half a second later, and both last for five.
    /// Operations give up soon: or all clients of the old leader would wait for a write by the time that a read would be stale.
    /// </summary>
    private static readonly string[] UnderClocksAndPartitions =
    [
        "--world", "netns", "--node-count", "3", "--node-arg=--read-mode", "--node-arg=lease", "--node-arg=--election-timeout-ms", "--node-arg=2000-3000",
        "--nemesis", "clock,partition", "--clock-faults", "bump", "--db-node-targets", "primary", "--partition-targets", "primary",
        "--nemesis-interval", "3", "--concurrency", "3n", "--timeout", "400", "--time-limit", "14", "--seed", "12001",
    ];

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
            "--time-limit", "20", "--liveness-limit", "5", "--seed", "12");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(new[] { run.Part("processes"), run.Part("linearizable") }, Has.Some.EqualTo("invalid"));
    }

    /// <remarks>
    /// A leader is cut off, and its wall clock is put back before its lease is over: by that clock it never is. The elections are slow, so that
    /// one fault finds the other at work.
    /// </remarks>
    [Test]
    public async Task A_lease_on_the_wall_clock_is_found_by_what_clients_saw()
    {
        Need.Namespaces();
        using var run = TortureRun.StartBroken("wall-clock-leases", UnderClocksAndPartitions);

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(1), output + error);
        Assert.That(run.Part("linearizable"), Is.EqualTo("invalid"));
        Assert.That(run.Part("faults"), Is.EqualTo("valid"));
    }

    [Test]
    public async Task A_lease_on_the_monotonic_clock_is_valid_under_the_same()
    {
        Need.Namespaces();
        using var run = TortureRun.Start(UnderClocksAndPartitions);

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
    }
}
