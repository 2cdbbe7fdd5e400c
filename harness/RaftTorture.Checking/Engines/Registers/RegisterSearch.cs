using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Engines.Registers.UniqueValues;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers;

/// <summary>The engines that decide one register, each as one run; and all of them, one after the other, within a limit.</summary>
internal static class RegisterSearch
{
    /// <summary>What a search holds of the history itself, whatever it then finds.</summary>
    private const int BytesPerOperation = 64;

    /// <summary>Every engine, the cheapest first, until one knows.</summary>
    /// <param name="limits">Memory counts for this search alone.</param>
    /// <param name="maxSteps">So many configurations each engine may look at.</param>
    public static SearchResult Run(RegisterHistory history, CheckLimits limits, long maxSteps) =>
        new RegisterRace(history).Run(limits, new MemoryPool(limits.MaxBytes), maxSteps);

    /// <returns>Null where this engine cannot tell.</returns>
    public static SearchResult? ByUniqueValues(RegisterHistory history, SearchBudget budget) =>
        InTime(budget, () => UniqueValueRegister.Run(history.Columns(budget.Deadline), budget));

    public static SearchResult DepthFirst(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        Search(history, budget, columns => DepthFirstSearch.Run(columns, budget, rules))!;

    public static SearchResult BreadthFirst(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        Search(history, budget, columns => BreadthFirstSearch.Run(columns, budget, rules, isRelaxed: false))!;

    /// <returns>"Impossible", or null where the relaxation has an order, which says nothing.</returns>
    public static SearchResult? Relaxed(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        Search(history, budget, columns => BreadthFirstSearch.Run(columns, budget, rules, isRelaxed: true));

    private static SearchResult? Search(RegisterHistory history, SearchBudget budget, Func<RegisterColumns, SearchResult?> search) =>
        HasRoom(history, budget) ? InTime(budget, () => search(history.Columns(budget.Deadline))) : new SearchResult.Undecided(SearchLimit.Memory);

    /// <summary>The time may be over before anything was begun, and in the midst of what is made ready for a search.</summary>
    private static SearchResult? InTime(SearchBudget budget, Func<SearchResult?> run)
    {
        try
        {
            return budget.IsInTime() ? run() : new SearchResult.Undecided(budget.Reached!.Value);
        }
        catch (DeadlineException)
        {
            return new SearchResult.Undecided(SearchLimit.Time);
        }
    }

    private static bool HasRoom(RegisterHistory history, SearchBudget budget) =>
        budget.TryTake(BytesPerOperation * ((long)history.Operations.Count + history.ValueCount));
}
