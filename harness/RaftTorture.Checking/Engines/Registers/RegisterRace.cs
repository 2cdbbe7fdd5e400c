using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers;

/// <summary>
/// The engines that may still decide one register, in the order in which they are tried. An engine leaves the race when more steps would not
/// help it: it cannot tell, or its memory is full.
/// </summary>
internal sealed class RegisterRace
{
    private readonly RegisterHistory _history;
    private readonly List<Engine> _engines;
    private int _provenCompletions;

    public RegisterRace(RegisterHistory history)
    {
        _history = history;
        _engines =
        [
            RegisterSearch.ByUniqueValues,
            static (register, budget) => RegisterSearch.DepthFirst(register, budget, PruningRules.All),
            static (register, budget) => RegisterSearch.Relaxed(register, budget, PruningRules.All),
            static (register, budget) => RegisterSearch.BreadthFirst(register, budget, PruningRules.All),
        ];
    }

    /// <returns>Null where the engine cannot tell, whatever it may cost.</returns>
    private delegate SearchResult? Engine(RegisterHistory history, SearchBudget budget);

    /// <summary>How many operations there are to put in order.</summary>
    public int Operations => _history.Operations.Count;

    /// <summary>Lets each engine look at so many configurations, until one knows.</summary>
    /// <returns>If it is undecided: by steps if another round may help, else by the limit that stopped the last engine.</returns>
    public SearchResult Run(CheckLimits limits, MemoryPool memory, long maxSteps)
    {
        var lastLimit = SearchLimit.Steps;
        foreach (var engine in _engines.ToArray())
        {
            using var budget = new SearchBudget(limits.IsExpired, memory, maxSteps);
            var result = engine(_history, budget);
            if (result is SearchResult.Found or SearchResult.Impossible)
                return result;
            if (result is SearchResult.Undecided undecided)
                Learn(undecided, ref lastLimit);
            if (result is not SearchResult.Undecided { Limit: SearchLimit.Steps })
                _engines.Remove(engine);
            if (lastLimit == SearchLimit.Time)
                break;
        }

        return new SearchResult.Undecided(_engines.Count > 0 && lastLimit != SearchLimit.Time ? SearchLimit.Steps : lastLimit)
        {
            ProvenCompletions = _provenCompletions,
        };
    }

    private void Learn(SearchResult.Undecided undecided, ref SearchLimit lastLimit)
    {
        lastLimit = undecided.Limit;
        _provenCompletions = Math.Max(_provenCompletions, undecided.ProvenCompletions);
    }
}
