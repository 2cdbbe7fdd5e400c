using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// Looks for an order of some calls of one object that explains all answers. All that explanations rest on: any model and any engine
/// that can answer this has counter-examples, cores and prefixes.
/// </summary>
/// <param name="calls">Calls of one object, in order of invocation.</param>
internal delegate Ordering FindOrder(IReadOnlyList<Call> calls);

/// <summary>What became of a search for an order.</summary>
internal abstract record Ordering
{
    private Ordering()
    {
    }

    /// <param name="Calls">The calls in an order that explains all answers; unknown ones that did not happen are not in it.</param>
    public sealed record Found(IReadOnlyList<Call> Calls) : Ordering;

    /// <summary>All orders were ruled out.</summary>
    public sealed record Impossible : Ordering
    {
        /// <summary>A few of the calls that likely contradict each other alone; empty where the search does not know. To be tried, not to be trusted.</summary>
        public IReadOnlyList<Call> Contradiction { get; init; } = [];
    }

    /// <summary>The search was cut short: nobody knows.</summary>
    public sealed record Undecided : Ordering;
}
