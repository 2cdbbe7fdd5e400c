using System.CommandLine;
using RaftTorture.Cli.Commands;
using RaftTorture.Reporting.Digests;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests;

public class PlanFlagsTests
{
    [Test]
    public void Without_flags_five_nodes_are_partitioned_killed_and_paused_for_a_minute()
    {
        var plan = Read();

        Assert.That(plan.Nodes, Is.EqualTo(new[] { "n1", "n2", "n3", "n4", "n5" }));
        Assert.That(plan.Nemesis, Is.EqualTo(new[] { "partition", "kill", "pause" }));
        Assert.That((plan.Seed, plan.TimeLimitSeconds, plan.Concurrency, plan.Workload), Is.EqualTo((Drawn, 60d, 5, "register")));
    }

    [TestCase("--concurrency 2n --node-count 3", 6)]
    [TestCase("--concurrency 7", 7)]
    [TestCase("--nodes a,b,c", 3)]
    [TestCase("-n a -n b", 2)]
    public void Concurrency_may_be_a_multiple_of_the_nodes(string line, int concurrency) =>
        Assert.That(Read(line.Split(' ')).Concurrency, Is.EqualTo(concurrency));

    [Test]
    public void No_nemesis_is_asked_for_by_none() => Assert.That(Read("--nemesis", "none").Nemesis, Is.Empty);

    [Test]
    public void A_flag_overrules_a_plan_file_and_the_rest_stays()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, PlanYaml.Write(new Plan { Seed = 5, RateHz = 77, Concurrency = 9 }));

        var plan = Read("--plan", file, "--rate", "11");
        File.Delete(file);

        Assert.That((plan.Seed, plan.RateHz, plan.Concurrency), Is.EqualTo((5L, 11d, 9)));
    }

    [TestCaseSource(nameof(Plans))]
    public void The_command_that_repeats_a_plan_gives_that_plan(Plan plan) =>
        Assert.That(PlanYaml.Write(Read([.. RepeatCommand.Arguments(plan)])), Is.EqualTo(PlanYaml.Write(plan)));

    private static IEnumerable<Plan> Plans =>
    [
        new() { Seed = 1 },
        new() { Seed = -3, Workload = "set", Name = "set at night", Nemesis = ["kill", "packet"], TimeLimitSeconds = 7.5 },
        new() { Seed = long.MaxValue, Nodes = ["a", "b", "c"], Concurrency = 12, RateHz = 0.5, NemesisIntervalSeconds = 1.25 },
        new() { Seed = 4, PartitionTargets = ["primary", "bridge"], NodeTargets = ["one"], NodeArguments = ["--heartbeat-ms", "20"], SnapshotThreshold = 0 },
        new() { Seed = 5, World = "docker", ClockFaults = ["drift"], ClockMethod = "faketime", PowerTails = ["torn"], DiskFaults = ["full", "hung"], Corruptions = ["wipe"], PacketBehaviors = ["loss"] },
        new() { Seed = 6, NemesisStablePeriodSeconds = 12.5, Triggers = ["kill primary when leader-elected", "pause when follower-behind 9 after 3ms"] },
        new() { Seed = 2, QuietSeconds = 0, LivenessSeconds = 3, OperationTimeoutMs = 50, KeyCount = 2, OperationsPerKey = 9, CheckSeconds = 1, CheckBytes = 4096, StopAtViolation = true },
    ];

    private const long Drawn = 4711;

    private static Plan Read(params string[] arguments)
    {
        var flags = new PlanFlags();
        var command = new RootCommand();
        flags.AddTo(command);
        var parsed = command.Parse(arguments);
        Assert.That(parsed.Errors, Is.Empty);
        return flags.Read(parsed, () => Drawn);
    }
}
