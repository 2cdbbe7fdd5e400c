using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>Delta debugging (Zeller and Hildebrandt 2002): leaves out what is not needed for a history to fail, large parts first.</summary>
internal static class Shrinking
{
    /// <param name="calls">Calls that fail together.</param>
    /// <param name="groups">Disjoint parts of them that may be left out, each as a whole.</param>
    /// <param name="stillFails">Whether some of the calls still fail.</param>
    /// <returns>Calls that still fail; where the test is stable, none of the groups in them can be left out alone.</returns>
    public static IReadOnlyList<Call> Without(
        IReadOnlyList<Call> calls,
        IReadOnlyList<IReadOnlyList<Call>> groups,
        Predicate<IReadOnlyList<Call>> stillFails)
    {
        var kept = groups.ToList();
        for (var size = kept.Count; size > 0; size /= 2)
        {
            for (var start = 0; start < kept.Count;)
            {
                var part = kept.GetRange(start, Math.Min(size, kept.Count - start));
                var rest = Except(calls, part);
                if (stillFails(rest))
                {
                    calls = rest;
                    kept.RemoveRange(start, part.Count);
                }
                else
                {
                    start += part.Count;
                }
            }
        }

        return calls;
    }

    private static List<Call> Except(IReadOnlyList<Call> calls, List<IReadOnlyList<Call>> groups)
    {
        var left = groups.SelectMany(group => group).Select(call => call.InvokedAt).ToHashSet();
        return [.. calls.Where(call => !left.Contains(call.InvokedAt))];
    }
}
