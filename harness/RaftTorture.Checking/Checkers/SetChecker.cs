using System.Collections.Immutable;
using RaftTorture.Checking.Checkers.Growing;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Decides whether sets behaved as linearizable ones that grow by unique elements (<c>add</c>, and <c>read</c> of them all):
/// nothing acknowledged is lost, nothing appears that nobody added, nothing seen goes away. An unknown addition may appear.
/// </summary>
/// <remarks>Acknowledged elements that no later read could show leave the verdict unknown.</remarks>
public sealed class SetChecker : IChecker
{
    public string Name => "set";

    /// <exception cref="HistoryFormatException">The history holds operations that no set has.</exception>
    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits) =>
        GrowingCollections.Check(Name, "add", Grow, history, limits);

    private static IReadOnlyList<IReadOnlyList<Value>>? Grow(ImmutableArray<Value> from, ImmutableArray<Value> to)
    {
        var before = from.ToHashSet();
        var added = to.Where(element => !before.Contains(element)).ToArray();
        if (added.Length != to.Length - from.Length)
            return null;
        return added.Length == 0 ? [] : [added];
    }
}
