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
    public sealed record Impossible : SearchResult;

    /// <summary>The search was cut short.</summary>
    public sealed record Undecided(SearchLimit Limit) : SearchResult;
}

/// <summary>What can cut a search short.</summary>
internal enum SearchLimit
{
    /// <summary>Its share of steps: worth trying again with a larger one.</summary>
    Steps,
    Time,
    Memory,
}
