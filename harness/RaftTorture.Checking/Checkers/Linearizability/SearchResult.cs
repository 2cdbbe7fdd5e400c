namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>How a search for a linearization ended.</summary>
internal abstract record SearchResult
{
    private SearchResult()
    {
    }

    /// <param name="Order">The operations in an order that explains all answers; unknown ones that did not happen are not in it.</param>
    public sealed record Found(IReadOnlyList<int> Order) : SearchResult;

    /// <summary>All orders were ruled out.</summary>
    public sealed record Impossible : SearchResult
    {
        /// <summary>
        /// A few operations that contradict each other, given who brought about the values that they found; empty where the engine
        /// that ruled them out does not know.
        /// </summary>
        public IReadOnlyList<int> Contradiction { get; init; } = [];
    }

    /// <summary>The search was cut short.</summary>
    public sealed record Undecided(SearchLimit Limit) : SearchResult
    {
        /// <summary>The history up to the end of so many operations, the first to end, was shown to be linearizable.</summary>
        public int ProvenCompletions { get; init; }
    }
}

/// <summary>What can cut a search short.</summary>
internal enum SearchLimit
{
    /// <summary>Its share of steps: worth trying again with a larger one.</summary>
    Steps,
    Time,
    Memory,
}
