using System.Text.Json;

namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>The same command in network namespaces, with root and without.</summary>
[Platform("Linux", Reason = "network namespaces are Linux's")]
public class NetnsTests
{
    private const string RequireAll = "RAFTTORTURE_REQUIRE_ALL";

    [OneTimeSetUp]
    public async Task DemandNamespaces()
    {
        using var trial = TortureRun.Start("--world", "netns", "--nemesis", "none", "--time-limit", "0", "--node-count", "1", "--no-report");
        var (_, output, error) = await trial.EndAsync();
        if (!error.Contains("the netns world cannot be had"))
            return;
        if (Environment.GetEnvironmentVariable(RequireAll) == "1")
            Assert.Fail($"{error}, and {RequireAll} is set");
        Assert.Ignore(error);
    }

    [TestCase(Privileges.Own)]
    [TestCase(Privileges.OfUser)]
    public async Task The_reference_node_is_valid_whatever_is_done_to_it(string privileges)
    {
        using var run = TortureRun.StartUnder(
            Privileges.Under(privileges), "--world", "netns", "--nemesis", "kill,transfer,snapshot,membership", "--db-node-targets", "one,primary",
            "--nemesis-interval", "1", "--time-limit", "12", "--seed", "5");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(run.Lines("history.jsonl").Count(line => line.GetProperty("type").GetString() == "ok"), Is.GreaterThan(100));
        Assert.That(run.Lines("faults.jsonl").Select(line => line.GetProperty("kind").GetString()).Distinct().Count(), Is.EqualTo(4));
        Assert.That(output, Does.Contain("--world netns"), "the command that repeats it goes there too");
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    [Test]
    public async Task Clocks_are_made_wrong_by_libfaketime_where_that_is_asked_for_and_nothing_of_it_is_left()
    {
        Need.Faketime();
        var before = SharedMemory();
        using var run = TortureRun.Start(
            "--world", "netns", "--nemesis", "clock,kill", "--clock-method", "faketime", "--clock-faults", "bump,drift", "--node-count", "3",
            "--nemesis-interval", "2", "--time-limit", "15", "--seed", "3", "--no-report");

        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.Zero, output + error);
        var receipts = run.Lines("faults.jsonl").Where(line => line.GetProperty("kind").GetString() == "clock").Select(line => line.GetProperty("evidence").GetString()).ToArray();
        Assert.That(receipts, Is.Not.Empty.And.All.StartsWith("by libfaketime: n"));
        Assert.That(output, Does.Contain("--clock-method faketime"), "the command that repeats it asks for it too");
        Assert.That(SharedMemory(), Is.SubsetOf(before));
    }

    private static string[] SharedMemory() => Directory.GetFiles("/dev/shm", "*faketime*");

    [Test]
    public async Task One_run_after_the_other_finds_the_place_clean()
    {
        using var run = TortureRun.Start(
            "--world", "netns", "--nemesis", "none", "--time-limit", "2", "--node-count", "3", "--test-count", "2", "--seed", "1", "--no-report");
        var (exitCode, output, error) = await run.EndAsync();
        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(output, Does.Contain("seed 1,").And.Contain("seed 2,"));
    }

    [Test]
    public async Task An_interrupted_run_heals_stops_its_nodes_and_is_still_judged()
    {
        using var run = Endless(Privileges.Own, "kill,pause");
        await run.UntilAsync(() => HasFault(run), "a fault");

        Signals.Interrupt(run.Process.Id);
        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(ExitCode.Unknown), output + error);
        Assert.That(output, Does.Contain("interrupted").And.Contain("no node ended by itself"));
        Assert.That(Unconfirmed(run), Is.Empty);
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    /// <summary>Faults, and heals that were not seen in the end: a node that starts in the moment of an interrupt may end of it, and is started again.</summary>
    private static IEnumerable<JsonElement> Unconfirmed(TortureRun run) => run.Lines("faults.jsonl")
        .GroupBy(line => (IsHeal: line.GetProperty("isHeal").GetBoolean(), What: line.GetProperty("description").GetString()))
        .SelectMany(lines => lines.Key.IsHeal ? [lines.Last()] : lines.ToArray())
        .Where(line => !line.GetProperty("confirmed").GetBoolean());

    [Test]
    public async Task A_signal_to_the_process_that_was_started_interrupts_the_run_and_the_exit_code_comes_back()
    {
        using var run = Endless(Privileges.Own, "kill,pause");
        await run.UntilAsync(() => HasFault(run), "a fault");

        Signals.Send(run.Process.Id, Signals.Terminate);
        var (exitCode, output, error) = await run.EndAsync();

        Assert.That(exitCode, Is.EqualTo(ExitCode.Unknown), output + error);
        Assert.That(error, Does.Contain("healing"));
        Assert.That(run.NodeProcesses(), Is.Empty);
    }

    [TestCase(Privileges.Own)]
    [TestCase(Privileges.OfUser)]
    public async Task A_killed_harness_leaves_no_process_no_namespace_and_no_mount(string privileges)
    {
        var before = Namespaces.OfAll();
        using var run = Endless(privileges, "pause");
        await run.UntilAsync(() => HasFault(run), "a paused node");
        var inside = Namespaces.Of(run.NodeProcesses());
        Assert.That(inside, Has.Count.EqualTo(5), "a network of its own for each node");

        run.Process.Kill();

        await run.UntilAsync(() => run.NodeProcesses().Count == 0, "the end of all nodes, paused ones too,");
        await run.UntilAsync(() => !Namespaces.OfAll().Overlaps(inside), "the end of their networks");
        Assert.That(before.Overlaps(inside), Is.False, "they were made for the run");
        Assert.That(File.ReadAllText("/proc/mounts"), Does.Not.Contain(run.Store));
    }

    [Test]
    public async Task It_is_refused_where_this_process_cannot_be_started_anew_and_nothing_is_written()
    {
        var store = Path.Combine(Path.GetTempPath(), $"raft-torture-{Guid.NewGuid():n}");
        var answer = await Invocation.OfAsync("run", "--world", "netns", "--store", store);
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.InternalError));
        Assert.That(answer.Error, Does.Contain("can only be entered by raft-torture itself"));
        Assert.That(Directory.Exists(store), Is.False);
    }

    private static TortureRun Endless(string privileges, string nemesis) => TortureRun.StartUnder(
        Privileges.Under(privileges), "--world", "netns", "--time-limit", "120", "--nemesis", nemesis, "--nemesis-interval", "0.5", "--seed", "9");

    private static bool HasFault(TortureRun run) =>
        File.Exists(Path.Combine(run.RunDirectory, "faults.jsonl")) && run.Lines("faults.jsonl").Count > 0;
}
