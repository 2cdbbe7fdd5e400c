using System.Collections.Immutable;
using System.CommandLine;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Cli.Commands;

/// <summary>The flags that make a plan: names and defaults are Jepsen's where Jepsen has one. A flag overrules a plan file.</summary>
public sealed class PlanFlags
{
    private static readonly Plan Usual = new() { Seed = 0, Nemesis = ["partition", "kill", "pause"] };

    /// <summary>In the order in which they are turned: nodes before concurrency, which may be a multiple of them.</summary>
    private readonly ImmutableArray<Knob> _knobs =
    [
        Knob.Of<string>(
            ["--world"],
            $"Where the cluster runs: {string.Join(", ", WorldCatalog.Names)} ({Usual.World}). `raft-torture doctor` says which can be had here.",
            (plan, world) => plan with { World = world }),
        Knob.Of<long>(["--seed"], "Decides all that is left to chance; drawn and printed if left out.", (plan, seed) => plan with { Seed = seed }),
        Knob.Of<string>(
            ["--workload", "-w"],
            $"What clients do: {string.Join(", ", WorkloadCatalog.Names)} ({Usual.Workload}).",
            (plan, workload) => plan with { Workload = workload }),
        Knob.Of<string>(
            ["--nemesis"],
            $"What breaks, with commas: {string.Join(", ", NemesisCatalog.Names)} ({string.Join(',', Usual.Nemesis)}). `all` is every family that the world has.",
            (plan, names) => plan with { Nemesis = names == "none" ? [] : Named("--nemesis", names) }),
        Knob.Of<string>(
            ["--partition-targets"],
            $"Shapes of partitions, with commas: {string.Join(", ", PartitionFaults.Shapes)} (all of them).",
            (plan, names) => plan with { PartitionTargets = Named("--partition-targets", names) }),
        Knob.Of<string>(
            ["--db-node-targets"],
            $"Whom faults of nodes strike, with commas: {string.Join(", ", NodeTargets.Choices)} (all that a family has).",
            (plan, names) => plan with { NodeTargets = Named("--db-node-targets", names) }),
        Knob.Of<string>(
            ["--packet-behaviors"],
            $"What packets suffer, with commas: {string.Join(", ", PacketFaults.Behaviors)} (all that the world has).",
            (plan, names) => plan with { PacketBehaviors = Named("--packet-behaviors", names) }),
        Knob.Of<string>(
            ["--clock-faults"],
            $"What clocks do, with commas: {string.Join(", ", ClockFaults.Ways)} (all of them).",
            (plan, names) => plan with { ClockFaults = Named("--clock-faults", names) }),
        Knob.Of<string>(
            ["--clock-method"],
            $"How clocks are made wrong: {string.Join(", ", ClockMethods.Names)} ({Usual.ClockMethod}). faketime reaches no program of Go and no static one.",
            (plan, method) => plan with { ClockMethod = method }),
        Knob.Of<string>(
            ["--power-tails"],
            $"What a power cut leaves of the last writes, with commas: {string.Join(", ", PowerFaults.Tails)} (all of them, mostly lost).",
            (plan, names) => plan with { PowerTails = Named("--power-tails", names) }),
        Knob.Of<string>(
            ["--disk-faults"],
            $"The troubles that disks are in, with commas: {string.Join(", ", DiskFaults.Troubles)} (all of them).",
            (plan, names) => plan with { DiskFaults = Named("--disk-faults", names) }),
        Knob.Of<string>(
            ["--corruptions"],
            $"What happens to durable data, with commas: {string.Join(", ", CorruptionFaults.Damages)} (all of them).",
            (plan, names) => plan with { Corruptions = Named("--corruptions", names) }),
        Knob.Of<double>(
            ["--time-limit"],
            $"Seconds of the fault phase, without set-up and tear-down ({Usual.TimeLimitSeconds}).",
            (plan, seconds) => plan with { TimeLimitSeconds = seconds }),
        Knob.Of<int>(["--node-count"], "How many nodes: n1 to nN (5).", (plan, count) => plan with { Nodes = Numbered(count) }),
        Knob.Of<string>(["--nodes"], "The nodes' names, with commas.", (plan, names) => plan with { Nodes = Listed(names) }),
        Knob.Of<string>(["--nodes-file"], "A file with one node's name a line.", (plan, path) => plan with { Nodes = Lines("--nodes-file", path) }),
        Knob.Of<string[]>(["--node", "-n"], "One node's name; may be repeated.", (plan, names) => plan with { Nodes = [.. names] }),
        Knob.Of<string[]>(
            ["--node-arg"],
            "An argument for every node, such as --node-arg=--heartbeat-ms --node-arg=20; may be repeated.",
            (plan, arguments) => plan with { NodeArguments = [.. arguments] }),
        Knob.Of<int>(
            ["--snapshot-threshold"],
            $"Entries after which a node snapshots and compacts its log, 0 for never ({Usual.SnapshotThreshold}).",
            (plan, entries) => plan with { SnapshotThreshold = entries }),
        Knob.Of<string>(
            ["--concurrency"],
            "Client processes: a number, or 2n for twice the number of nodes (1n).",
            (plan, text) => plan with { Concurrency = Concurrency(text, plan.Nodes.Length) }),
        Knob.Of<double>(["--rate", "-r"], $"Operations a second over all processes ({Usual.RateHz}).", (plan, rate) => plan with { RateHz = rate }),
        Knob.Of<double>(
            ["--nemesis-interval"],
            $"Mean seconds between two actions of a nemesis ({Usual.NemesisIntervalSeconds}).",
            (plan, seconds) => plan with { NemesisIntervalSeconds = seconds }),
        Knob.Of<double>(
            ["--nemesis-stable-period"],
            $"Seconds that one mixture of nemeses lasts. With 0, up to {Mixtures.MostAtOnce} nemeses are all on at once, and more take turns, about {Mixtures.Usual} at a time (0).",
            (plan, seconds) => plan with { NemesisStablePeriodSeconds = seconds }),
        Knob.Of<string[]>(
            ["--trigger"],
            $"A fault that waits for something: '{TriggerText.Form}', CONDITION one of {string.Join(", ", Condition.Forms)}; may be repeated.",
            (plan, triggers) => plan with { Triggers = [.. triggers] }),
        Knob.Of<double>(
            ["--initial-quiet-period"],
            $"Seconds of load before the first fault ({Usual.QuietSeconds}).",
            (plan, seconds) => plan with { QuietSeconds = seconds }),
        Knob.Of<double>(
            ["--liveness-limit"],
            $"Seconds after the heal within which all must serve again ({Usual.LivenessSeconds}).",
            (plan, seconds) => plan with { LivenessSeconds = seconds }),
        Knob.Of<int>(
            ["--timeout"],
            $"Milliseconds after which the outcome of an operation is unknown ({Usual.OperationTimeoutMs}).",
            (plan, timeoutMs) => plan with { OperationTimeoutMs = timeoutMs }),
        Knob.Of<int>(["--key-count"], $"Keys under load at the same time ({Usual.KeyCount}).", (plan, count) => plan with { KeyCount = count }),
        Knob.Of<int>(
            ["--ops-per-key"],
            $"Operations on a key before a fresh one takes its place ({Usual.OperationsPerKey}).",
            (plan, count) => plan with { OperationsPerKey = count }),
        Knob.Of<bool>(
            ["--stop-at-violation"],
            "Check while the run goes on, and end it at the first violation: heal, judge and report at once.",
            (plan, stops) => plan with { StopAtViolation = stops }),
        Knob.Of<double>(["--check-time-limit"], $"Seconds that the checkers may take ({Usual.CheckSeconds}).", (plan, seconds) => plan with { CheckSeconds = seconds }),
        Knob.Of<long>(["--check-memory"], $"Bytes that one search of a checker may take ({Usual.CheckBytes}).", (plan, bytes) => plan with { CheckBytes = bytes }),
        Knob.Of<string>(["--name"], "The folder under the store (reference-WORKLOAD).", (plan, name) => plan with { Name = name }),
    ];

    private readonly Option<string?> _file = new("--plan") { Description = "A plan.yaml to start from, such as an earlier run left." };

    public void AddTo(Command command)
    {
        foreach (var knob in _knobs)
            command.Add(knob.Option);
        command.Add(_file);
        command.Validators.Add(result =>
        {
            string[] exclusive = ["--node-count", "--nodes", "--nodes-file", "--node"];
            if (exclusive.Count(name => result.GetResult(name) is not null) > 1)
                result.AddError("--nodes, --nodes-file, --node and --node-count exclude each other: give one");
        });
    }

    /// <summary>The plan that the arguments ask for; whether it makes sense is for <see cref="PlanValidation"/>.</summary>
    /// <param name="drawSeed">Asked only if neither a flag nor a plan file gives one.</param>
    /// <exception cref="PlanException">An argument cannot be read: which, and what it should be.</exception>
    public Plan Read(ParseResult parsed, Func<long> drawSeed)
    {
        if (parsed.GetValue(_file) is { } path)
            return Turned(parsed, PlanYaml.Parse(TextOf("--plan", path)));
        var start = Usual with { Seed = HasSeed(parsed) ? 0 : drawSeed(), Concurrency = 0, Name = "" };
        var plan = Turned(parsed, start);
        return plan with
        {
            Concurrency = plan.Concurrency == 0 && parsed.GetResult("--concurrency") is null ? plan.Nodes.Length : plan.Concurrency,
            Name = parsed.GetResult("--name") is null ? $"reference-{plan.Workload}" : plan.Name,
        };
    }

    private Plan Turned(ParseResult parsed, Plan plan) => _knobs.Aggregate(plan, (turned, knob) => knob.Turn(parsed, turned));

    private static bool HasSeed(ParseResult parsed) => parsed.GetResult("--seed") is not null;

    /// <summary>At least one name: an empty text is most likely a variable that was not set, and must not mean "nothing" or "all".</summary>
    private static ImmutableArray<string> Named(string flag, string names) =>
        Listed(names) is { IsEmpty: false } listed ? listed : throw new PlanException($"{flag} is empty: name at least one, or leave the flag out");

    private static ImmutableArray<string> Listed(string names) =>
        [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<string> Numbered(int count) => [.. Enumerable.Range(1, Math.Max(0, count)).Select(n => $"n{n}")];

    private static int Concurrency(string text, int nodes)
    {
        var isMultiple = text.EndsWith('n');
        if (!int.TryParse(isMultiple ? text[..^1] : text, out var number))
            throw new PlanException($"--concurrency {text} is neither a number (10) nor a multiple of the nodes (2n)");
        return isMultiple ? number * nodes : number;
    }

    private static ImmutableArray<string> Lines(string flag, string path) =>
        [.. TextOf(flag, path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static string TextOf(string flag, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PlanException($"{flag} {path} cannot be read: {failure.Message}", failure);
        }
    }
}
