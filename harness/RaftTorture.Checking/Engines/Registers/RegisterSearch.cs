using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers;

/// <summary>The searches of a register, each as one run with a budget of its own.</summary>
internal static class RegisterSearch
{
    public static SearchResult DepthFirst(RegisterHistory history, SearchBudget budget, PruningRules? rules = null) =>
        DepthFirstSearch.Run(history.Columns, budget, rules ?? PruningRules.All);

    public static SearchResult BreadthFirst(RegisterHistory history, SearchBudget budget, PruningRules? rules = null) =>
        BreadthFirstSearch.Run(history.Columns, budget, rules ?? PruningRules.All, isRelaxed: false);

    public static SearchResult Relaxed(RegisterHistory history, SearchBudget budget, PruningRules? rules = null) =>
        BreadthFirstSearch.Run(history.Columns, budget, rules ?? PruningRules.All, isRelaxed: true);
}
