using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Generators;

/// <summary>Ends once so many operations ended unknown.</summary>
/// <remarks>
/// An unknown operation stays open for ever, and the search for a linearization doubles with each that overlaps. What is under way
/// when the limit is reached may still end unknown: a key gathers at most the limit and one a worker.
/// </remarks>
public sealed record UnknownLimit<T>(int Count, IGenerator<T> Inner) : IGenerator<T>
{
    public Step<T> Next(Context context) =>
        Count <= 0 ? new Step<T>.Done() : Inner.Next(context).Wrap(inner => this with { Inner = inner });

    public IGenerator<T> Observe(Outcome<T> outcome) =>
        new UnknownLimit<T>(outcome.Completion is Completion.Unknown ? Count - 1 : Count, Inner.Observe(outcome));
}
