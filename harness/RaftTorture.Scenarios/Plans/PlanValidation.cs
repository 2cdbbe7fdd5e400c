using System.Collections.Immutable;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Plans;

/// <summary>Whether a plan makes sense, before anything is started.</summary>
public static class PlanValidation
{
    /// <summary>A day: longer than anybody waits for one phase, and within what timers can do.</summary>
    private const double MostSeconds = 86_400;

    /// <summary>Throws unless the plan makes sense.</summary>
    /// <exception cref="PlanException">It does not: all problems at once, one line each.</exception>
    public static void Demand(Plan plan)
    {
        var problems = Problems(plan);
        if (!problems.IsEmpty)
            throw new PlanException(string.Join('\n', problems));
    }

    /// <summary>Every problem, one line each; empty if there is none.</summary>
    public static ImmutableArray<string> Problems(Plan plan) => [.. Names(plan), .. NemesisValidation.Problems(plan), .. Nodes(plan), .. Numbers(plan), .. Stability(plan)];

    private static IEnumerable<string> Names(Plan plan)
    {
        if (string.IsNullOrWhiteSpace(plan.Name) || plan.Name is "." or ".." || plan.Name.AsSpan().IndexOfAny(['/', '\\', '\0']) >= 0)
            yield return $"the name '{plan.Name}' cannot be a folder: use letters, digits and dashes";
        if (!WorldCatalog.Names.Contains(plan.World))
            yield return $"unknown world '{plan.World}': choose one of {string.Join(", ", WorldCatalog.Names)}";
        if (!WorkloadCatalog.Names.Contains(plan.Workload))
            yield return WorkloadCatalog.WhyUnknown(plan.Workload);
    }

    private static IEnumerable<string> Nodes(Plan plan)
    {
        if (plan.Nodes.IsEmpty)
            yield return "there are no nodes: name at least one";
        if (plan.Nodes.Any(string.IsNullOrWhiteSpace))
            yield return "a node has an empty name";
        foreach (var twice in plan.Nodes.GroupBy(node => node).Where(group => group.Count() > 1))
            yield return $"node '{twice.Key}' is named {twice.Count()} times: name each once";
    }

    private static IEnumerable<string> Numbers(Plan plan)
    {
        (string Name, double Value, double Least, double Most)[] bounds =
        [
            ("concurrency", plan.Concurrency, 1, 10_000),
            ("snapshot threshold (entries)", plan.SnapshotThreshold, 0, int.MaxValue),
            ("time limit (seconds)", plan.TimeLimitSeconds, 0, MostSeconds),
            ("rate (operations a second)", plan.RateHz, double.Epsilon, 10_000_000),
            ("nemesis interval (seconds)", plan.NemesisIntervalSeconds, double.Epsilon, MostSeconds),
            ("nemesis stable period (seconds)", plan.NemesisStablePeriodSeconds, 0, MostSeconds),
            ("quiet period (seconds)", plan.QuietSeconds, 0, MostSeconds),
            ("liveness limit (seconds)", plan.LivenessSeconds, double.Epsilon, MostSeconds),
            ("operation timeout (ms)", plan.OperationTimeoutMs, 1, MostSeconds * 1000),
            ("number of keys", plan.KeyCount, 1, 1_000_000_000),
            ("operations per key", plan.OperationsPerKey, 1, 1_000_000_000),
            ("check limit (seconds)", plan.CheckSeconds, double.Epsilon, MostSeconds),
            ("check memory (bytes)", plan.CheckBytes, 1, long.MaxValue),
        ];
        return bounds
            .Where(bound => !(bound.Value >= bound.Least && bound.Value <= bound.Most))
            .Select(bound => $"the {bound.Name} is {bound.Value}: it must be {(bound.Value > bound.Most ? $"at most {bound.Most}" : Least(bound.Least))}");
    }

    private static IEnumerable<string> Stability(Plan plan)
    {
        if (plan.NemesisStablePeriodSeconds > plan.TimeLimitSeconds)
            yield return $"the nemesis stable period of {plan.NemesisStablePeriodSeconds} s is longer than the time limit of {plan.TimeLimitSeconds} s: "
                + "no mixture would last its period; make it shorter, or leave it out";
    }

    private static string Least(double least) => least is > 0 and < 1 ? "more than 0" : $"at least {least}";
}
