namespace RaftTorture.Cli.Tests;

/// <summary>What a person got wrong is said in a line that says what to do, and nothing is left behind.</summary>
public class BadInputTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("raft-torture-cli-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCase("run --nemesis gremlins", "unknown nemesis 'gremlins': choose from partition, kill, pause, packet, clock, power, disk, corruption, cpu, memory, restart, transfer, snapshot, membership, pause-kill, part-kill, none, all")]
    [TestCase("run --partition-targets thirds", "unknown partition target 'thirds'")]
    [TestCase("run --db-node-targets some", "unknown node target 'some'")]
    [TestCase("run --nemesis pause --db-node-targets all", "a pause never strikes all nodes")]
    [TestCase("run --nemesis membership --db-node-targets all", "one node leaves at a time")]
    [TestCase("run --node-count 1 --nemesis membership", "one node cannot leave its cluster")]
    [TestCase("run --node-count 1 --nemesis transfer", "one node has nobody to hand over to")]
    [TestCase("run --nemesis none,kill", "the nemesis 'none' stands beside others")]
    [TestCase("run --test-count 0", "--test-count 0 runs nothing")]
    [TestCase("run --node-count 1 --nemesis partition,kill", "1 nodes cannot be parted")]
    [TestCase("run --node-count 3 --partition-targets majorities-ring", "3 nodes cannot be parted")]
    [TestCase("run --initial-quiet-period 1e8", "must be at most 86400")]
    [TestCase("run --nodes a,b,c", "the reference node cannot be called 'a'")]
    [TestCase("run --workload bank", "unknown workload 'bank': choose one of register, append, set")]
    [TestCase("run --world moon", "unknown world 'moon'")]
    [TestCase("run --time-limit soon", "--time-limit")]
    [TestCase("run --rate 0", "must be more than 0")]
    [TestCase("run --concurrency many", "neither a number (10) nor a multiple of the nodes (2n)")]
    [TestCase("run --node-count 3 --nodes a,b", "exclude each other")]
    [TestCase("run --nodes a,a", "node 'a' is named 2 times")]
    [TestCase("run --plan no-such-plan.yaml", "no-such-plan.yaml cannot be read")]
    [TestCase("run --frobnicate", "--frobnicate")]
    [TestCase("torture", "torture")]
    [TestCase("check no-such-history", "neither a run directory nor a history")]
    public async Task Bad_arguments_are_named_and_end_with_254(string line, string complaint)
    {
        var answer = await Invocation.OfAsync(line.Split(' '));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.Contain(complaint).And.Not.Contain("   at "));
        Assert.That(answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.All.StartsWith("raft-torture: "));
    }

    [TestCase("--nemesis")]
    [TestCase("--partition-targets")]
    [TestCase("--db-node-targets")]
    public async Task An_empty_list_is_a_variable_that_was_not_set(string flag)
    {
        var answer = await Invocation.OfAsync("run", flag, "");

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.Contain($"{flag} is empty"));
    }

    [Test]
    public async Task A_missing_node_binary_ends_with_255_before_anything_is_written()
    {
        var answer = await Invocation.OfAsync("run", "--node-binary", In("no-such-node"), "--store", In("store"));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.InternalError));
        Assert.That(answer.Error, Is.EqualTo($"raft-torture: node binary {In("no-such-node")} is missing: build it, or correct --node-binary{Environment.NewLine}"));
        Assert.That(Directory.Exists(In("store")), Is.False);
    }

    [Test]
    [Platform("Linux", Reason = "runs a program that every Linux has")]
    public async Task A_run_that_fails_does_not_end_the_batch()
    {
        var answer = await Invocation.OfAsync(
            "run", "--node-binary", "/bin/true", "--test-count", "2", "--nemesis", "kill", "--store", In("store"));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.InternalError));
        Assert.That(answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
    }

    [Test]
    [Platform("Linux", Reason = "runs a program that every Linux has")]
    public async Task A_node_that_cannot_be_asked_for_what_the_plan_asks_is_refused_before_anything_is_written()
    {
        var answer = await Invocation.OfAsync("run", "--node-binary", "/bin/true", "--nemesis", "kill,membership", "--store", In("store"));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.StartWith("raft-torture: the local world cannot do membership here: the node's --help names no --admin-port"));
        Assert.That(Directory.Exists(In("store")), Is.False);
    }

    [Test]
    public async Task A_store_that_cannot_be_written_is_named()
    {
        File.WriteAllText(In("store"), "not a directory");

        var answer = await Invocation.OfAsync("run", "--store", In("store"));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.InternalError));
        Assert.That(answer.Error, Does.Contain(In("store")).And.Contain("choose another with --store"));
    }

    [Test]
    public async Task A_directory_without_a_run_cannot_be_reported()
    {
        var answer = await Invocation.OfAsync("report", _folder.FullName);

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.InternalError));
        Assert.That(answer.Error, Does.Contain("it has no plan.yaml"));
    }

    [Test]
    public async Task A_history_that_is_none_is_refused_by_its_line()
    {
        File.WriteAllText(In("history.jsonl"), "not json\n");

        var answer = await Invocation.OfAsync("check", In("history.jsonl"), "--workload", "register");

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.StartWith($"raft-torture: {In("history.jsonl")}: line 1: "));
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
