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
    public static SearchResult? ByUniqueValues(RegisterHistory history, SearchBudget budget) => UniqueValueRegister.Run(history.Columns, budget);

    public static SearchResult DepthFirst(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        HasRoom(history, budget) ? DepthFirstSearch.Run(history.Columns, budget, rules) : new SearchResult.Undecided(SearchLimit.Memory);

    public static SearchResult BreadthFirst(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        HasRoom(history, budget) ? BreadthFirstSearch.Run(history.Columns, budget, rules, isRelaxed: false)! : new SearchResult.Undecided(SearchLimit.Memory);

    /// <returns>"Impossible", or null where the relaxation has an order, which says nothing.</returns>
    public static SearchResult? Relaxed(RegisterHistory history, SearchBudget budget, PruningRules rules) =>
        HasRoom(history, budget) ? BreadthFirstSearch.Run(history.Columns, budget, rules, isRelaxed: true) : new SearchResult.Undecided(SearchLimit.Memory);

    private static bool HasRoom(RegisterHistory history, SearchBudget budget) =>
        budget.TryTake(BytesPerOperation * ((long)history.Operations.Count + history.ValueCount));
}
