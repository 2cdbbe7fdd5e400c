using System.Text.Json;

namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>The whole way on real processes: the node that must pass.</summary>
[Platform("Linux", Reason = "pauses nodes and looks for processes in /proc")]
public class ReferenceNodeTests
{
    [TestCase("register")]
    [TestCase("append")]
    [TestCase("set")]
    public async Task The_reference_node_is_valid_whatever_is_done_to_it(string workload)
    {
        using var run = TortureRun.Start(
            "--workload", workload, "--nemesis", "partition,kill,pause,packet", "--nemesis-interval", "1.5", "--time-limit", "12", "--seed", "7");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(run.Lines("history.jsonl").Count(IsOk), Is.GreaterThan(100));
        Assert.That(run.Lines("faults.jsonl"), Is.Not.Empty.And.All.Matches<JsonElement>(line => line.GetProperty("confirmed").GetBoolean()));
        Assert.That(File.Exists(Path.Combine(run.RunDirectory, "report.html")));
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    [TestCase("register")]
    [TestCase("append")]
    public async Task The_reference_node_is_valid_while_it_hands_over_snapshots_and_changes_its_members(string workload)
    {
        using var run = TortureRun.Start(
            "--workload", workload, "--nemesis", "transfer,snapshot,membership,kill", "--db-node-targets", "one,primary", "--nemesis-interval", "1",
            "--time-limit", "12", "--seed", "5");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(Granted(run), Is.SupersetOf(new[] { "transfer-leadership", "snapshot", "shrink", "grow" }));
        Assert.That(run.Lines("leaders.jsonl").Select(line => line.GetProperty("term").GetInt64()).Distinct().Count(), Is.GreaterThan(1));
    }

    /// <remarks>With so much broken at once, one of the seven may never find a leader to ask: then the faults are unknown, and nothing else is.</remarks>
    [Test]
    public async Task Nothing_is_wrong_with_the_reference_node_under_everything_at_once()
    {
        using var run = TortureRun.Start("--nemesis", "all", "--nemesis-interval", "2", "--time-limit", "20", "--seed", "7");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero.Or.EqualTo(ExitCode.Unknown), output + error);
        foreach (var checker in new[] { "linearizable", "stats", "processes", "liveness" })
            Assert.That(run.Part(checker), Is.EqualTo("valid"), output + error);
        Assert.That(run.Lines("faults.jsonl").Select(line => line.GetProperty("kind").GetString()).Distinct().Count(), Is.EqualTo(7));
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    [Test]
    public async Task A_cluster_whose_leader_is_killed_again_and_again_elects_others_and_stays_valid()
    {
        using var run = TortureRun.Start(
            "--nemesis", "kill", "--db-node-targets", "primary", "--nemesis-interval", "1", "--time-limit", "12", "--seed", "3");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(run.Lines("leaders.jsonl").Select(line => line.GetProperty("term").GetInt64()).Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public async Task An_interrupted_run_heals_stops_its_nodes_and_is_still_judged()
    {
        using var run = TortureRun.Start("--time-limit", "120", "--nemesis", "partition,kill,pause,packet", "--nemesis-interval", "0.5", "--seed", "8");
        await run.UntilAsync(() => HasOk(run) && run.Lines("faults.jsonl").Select(line => line.GetProperty("kind").GetString()).Distinct().Count() == 4, "a fault of each kind");

        Signals.Interrupt(run.Process.Id);
        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(ExitCode.Unknown), output + error);
        Assert.That(output, Does.Contain("interrupted"));
        Assert.That(output, Does.Contain("no node ended by itself"), "the signal reaches the nodes too, and is none of their business");
        Assert.That(run.Lines("faults.jsonl"), Has.All.Matches<JsonElement>(line => line.GetProperty("confirmed").GetBoolean()));
        Assert.That(File.Exists(Path.Combine(run.RunDirectory, "report.html")));
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    [Test]
    public async Task A_killed_harness_leaves_no_node_and_a_history_that_can_be_judged()
    {
        using var run = TortureRun.Start("--time-limit", "120", "--nemesis", "pause", "--nemesis-interval", "0.5", "--seed", "9");
        await run.UntilAsync(() => HasOk(run) && run.Lines("faults.jsonl").Count > 0, "a paused node");

        run.Process.Kill();

        await run.UntilAsync(() => run.NodeProcesses().Count == 0, "the end of all nodes, paused ones too,");
        var answer = await Invocation.OfAsync("check", Path.Combine(run.RunDirectory, "history.jsonl"), "--workload", "register");
        Assert.That(answer.ExitCode, Is.Zero, answer.Output + answer.Error);
        var whole = await Invocation.OfAsync("check", run.RunDirectory);
        Assert.That(whole.ExitCode, Is.EqualTo(ExitCode.Unknown), "a run that was not played to its end is not valid");
    }

    /// <summary>What was seen to take effect, faults and heals, by name.</summary>
    private static IEnumerable<string?> Granted(TortureRun run) =>
        run.Lines("faults.jsonl").Where(line => line.GetProperty("confirmed").GetBoolean()).Select(line => line.GetProperty("f").GetString());

    private static bool HasOk(TortureRun run)
    {
        var history = Path.Combine(run.RunDirectory, "history.jsonl");
        return File.Exists(history) && File.ReadAllText(history).Contains("\"type\":\"ok\"", StringComparison.Ordinal);
    }

    private static bool IsOk(JsonElement line) => line.GetProperty("type").GetString() == "ok";
}
