using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Running.Data;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Cli.Checks;

/// <summary>What a history is of: as somebody said, or as its functions tell.</summary>
/// <param name="Name">Of the model, or of the workload whose checker judges.</param>
/// <param name="Checker">Who judges it.</param>
/// <param name="Initial">What each object holds at first; null where that is left to the model.</param>
/// <param name="IsGuessed">Whether the functions told it, and nobody else.</param>
public sealed record ModelChoice(string Name, IChecker Checker, Value? Initial = null, bool IsGuessed = false)
{
    /// <summary>As indexes of recorded histories call it.</summary>
    private const string OldNameOfKv = "kv-append";

    public static readonly ImmutableArray<string> Names = [.. ModelCatalog.Names];

    /// <summary>For the output, with what was taken for granted.</summary>
    public string Words => $"model {Name}{(IsGuessed ? " (told by its functions)" : "")}{(Initial is null ? "" : $", initially {ValueText.Words(Initial)}")}";

    /// <exception cref="PlanException">Nobody said it, and the functions do not tell; or there is no such model.</exception>
    public static ModelChoice Of(CheckOptions options, IReadOnlyList<HistoryEvent> events)
    {
        if (options.Workload is { } workload)
            return OfWorkload(workload);
        var name = options.Model ?? Guess(events);
        return new ModelChoice(name, Create(name, options.Initial), options.Initial, IsGuessed: options.Model is null);
    }

    /// <exception cref="PlanException">There is none of that name.</exception>
    public static ModelChoice OfWorkload(string workload) => new($"of workload {workload}", CheckerOf(new Plan { Seed = 0, Workload = workload }));

    public static IChecker CheckerOf(Plan plan) => WorkloadCatalog.Create(plan, new BogusData(plan.Seed)).Checker;

    /// <exception cref="PlanException">There is none of that name, or it cannot hold that at first.</exception>
    public static IChecker Create(string name, Value? initial)
    {
        try
        {
            return ModelCatalog.Create(name == OldNameOfKv ? KvModel.Name : name, initial);
        }
        catch (ArgumentException) when (!Names.Contains(name) && name != OldNameOfKv)
        {
            throw new PlanException($"unknown model '{name}': choose one of {string.Join(", ", Names)}");
        }
        catch (ArgumentException unfit)
        {
            throw new PlanException($"model {name}: {unfit.Message}");
        }
    }

    /// <summary>Only registers are told by their functions: to add and to read has a set, and a counter has it too.</summary>
    private static string Guess(IReadOnlyList<HistoryEvent> events)
    {
        var functions = events.Where(e => !e.Process.IsNemesis).Select(e => e.F).Distinct().Order(StringComparer.Ordinal).ToArray();
        return functions.All(f => f is "read" or "write" or "cas")
            ? "cas-register"
            : throw new PlanException(
                $"what it is a history of is not told by its functions ({string.Join(", ", functions)}): name a --model, one of {string.Join(", ", Names)}");
    }
}
