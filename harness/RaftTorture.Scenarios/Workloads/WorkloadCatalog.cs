using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Every workload by name: a new one is one file and one line here.</summary>
public static class WorkloadCatalog
{
    private static readonly ImmutableArray<(string Name, Func<Plan, IWorkloadData, Workload> Create)> All =
    [
        (RegisterWorkload.Name, RegisterWorkload.Create),
        (AppendWorkload.Name, AppendWorkload.Create),
        (SetWorkload.Name, SetWorkload.Create),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(entry => entry.Name)];

    /// <summary>The plan's workload, over these data.</summary>
    /// <exception cref="PlanException">There is none of that name: the message lists those there are.</exception>
    public static Workload Create(Plan plan, IWorkloadData data)
    {
        foreach (var (name, create) in All)
        {
            if (name == plan.Workload)
                return create(plan, data);
        }

        throw new PlanException(WhyUnknown(plan.Workload));
    }

    internal static string WhyUnknown(string name) => $"unknown workload '{name}': choose one of {string.Join(", ", Names)}";
}
