using System.Collections.Immutable;
using RaftTorture.Checking.Checkers.Growing;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Decides whether lists behaved as linearizable ones that grow at their end by unique elements (<c>append</c>, and <c>read</c> of
/// the whole list). Lists are the most telling of simple objects: each read shows the order of everything before it
/// (Elle; Kingsbury and Alvaro, VLDB 2020).
/// </summary>
/// <remarks>Acknowledged elements that no later read could show leave the verdict unknown.</remarks>
public sealed class AppendChecker : IChecker
{
    public string Name => "append";

    /// <exception cref="HistoryFormatException">The history holds operations that no list has.</exception>
    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits) =>
        GrowingCollections.Check(Name, "append", Grow, history, limits);

    private static IReadOnlyList<IReadOnlyList<Value>>? Grow(ImmutableArray<Value> from, ImmutableArray<Value> to) =>
        to.AsSpan().StartsWith(from.AsSpan()) ? [.. to.Skip(from.Length).Select(element => new[] { element })] : null;
}
