using System.Globalization;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Digests;

/// <summary>The command line that plays a plan again: what differs from the defaults, the seed first.</summary>
public static class RepeatCommand
{
    /// <summary>The name of the environment entry that overrules this one, where the caller knows more than the plan (a node binary).</summary>
    public const string EnvironmentName = "repeat";

    private const string Program = "dotnet run -c Release --project harness/RaftTorture.Cli -- run";

    public static string For(RunRecord record) =>
        record.Environment.FirstOrDefault(entry => entry.Key == EnvironmentName).Value ?? For(record.Plan);

    /// <param name="more">Arguments that no plan holds, such as the node's binary.</param>
    public static string For(Plan plan, params IEnumerable<string> more) =>
        $"{Program} {string.Join(' ', Arguments(plan).Concat(more).Select(Quoted))}";

    /// <summary>The arguments after <c>run</c>, unquoted.</summary>
    public static IEnumerable<string> Arguments(Plan plan)
    {
        var usual = new Plan { Seed = plan.Seed };
        return
        [
            "--seed", Text(plan.Seed),
            "--workload", plan.Workload,
            "--nemesis", plan.Nemesis.IsEmpty ? "none" : string.Join(',', plan.Nemesis),
            "--time-limit", Text(plan.TimeLimitSeconds),
            .. Unless("--partition-targets", string.Join(',', plan.PartitionTargets), ""),
            .. Unless("--db-node-targets", string.Join(',', plan.NodeTargets), ""),
            .. Unless("--packet-behaviors", string.Join(',', plan.PacketBehaviors), ""),
            .. Unless("--clock-faults", string.Join(',', plan.ClockFaults), ""),
            .. Unless("--clock-method", plan.ClockMethod, usual.ClockMethod),
            .. Unless("--power-tails", string.Join(',', plan.PowerTails), ""),
            .. Unless("--disk-faults", string.Join(',', plan.DiskFaults), ""),
            .. Unless("--corruptions", string.Join(',', plan.Corruptions), ""),
            .. Unless("--nodes", string.Join(',', plan.Nodes), string.Join(',', usual.Nodes)),
            .. plan.NodeArguments.Select(argument => $"--node-arg={argument}"),
            .. Unless("--snapshot-threshold", Text(plan.SnapshotThreshold), Text(usual.SnapshotThreshold)),
            .. Unless("--concurrency", Text(plan.Concurrency), Text(plan.Nodes.Length)),
            .. Unless("--name", plan.Name, $"reference-{plan.Workload}"),
            .. Unless("--world", plan.World, usual.World),
            .. Unless("--rate", Text(plan.RateHz), Text(usual.RateHz)),
            .. Unless("--nemesis-interval", Text(plan.NemesisIntervalSeconds), Text(usual.NemesisIntervalSeconds)),
            .. Unless("--nemesis-stable-period", Text(plan.NemesisStablePeriodSeconds), Text(usual.NemesisStablePeriodSeconds)),
            .. plan.Triggers.Select(trigger => $"--trigger={trigger}"),
            .. Unless("--initial-quiet-period", Text(plan.QuietSeconds), Text(usual.QuietSeconds)),
            .. Unless("--liveness-limit", Text(plan.LivenessSeconds), Text(usual.LivenessSeconds)),
            .. Unless("--timeout", Text(plan.OperationTimeoutMs), Text(usual.OperationTimeoutMs)),
            .. Unless("--key-count", Text(plan.KeyCount), Text(usual.KeyCount)),
            .. Unless("--ops-per-key", Text(plan.OperationsPerKey), Text(usual.OperationsPerKey)),
            .. plan.StopAtViolation ? new[] { "--stop-at-violation" } : [],
            .. Unless("--check-time-limit", Text(plan.CheckSeconds), Text(usual.CheckSeconds)),
            .. Unless("--check-memory", Text(plan.CheckBytes), Text(usual.CheckBytes)),
        ];
    }

    private static string[] Unless(string flag, string value, string usual) => value == usual ? [] : [flag, value];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>For a POSIX shell: plain words as they are, everything else in single quotes.</summary>
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_.,:/=+".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''")}'";
}
