using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// Groups of calls that can be left out together: all that touch some values which no other call touches. In a linearization
/// of the whole, each visit to such values begins with a write that does not look and ends before one; without the
/// visits the rest still is one. The initial value is never left out: nobody wrote it.
/// </summary>
internal static class VisitedValues
{
    public static IReadOnlyList<IReadOnlyList<Call>> Of(IReadOnlyList<Call> calls, Value initial)
    {
        var history = RegisterHistory.Of(calls, initial);

        // A miss that does not say what it saw looks at every value.
        if (history.Operations.Any(operation => operation.IsPure && operation.Requires == RegisterOperation.Anything))
            return [];
        var groupOf = Groups(history);
        return [.. Enumerable.Range(0, history.Operations.Count)
            .GroupBy(i => groupOf[Touched(history.Operations[i])], i => history.Calls[i])
            .Where(group => group.Key != groupOf[RegisterHistory.InitialState])
            .Select(group => group.ToArray())];
    }

    /// <summary>Values that a cas links are one group, named by one of its values.</summary>
    private static int[] Groups(RegisterHistory history)
    {
        var groupOf = Enumerable.Range(0, history.ValueCount).ToArray();
        foreach (var (requires, _, writes) in history.Operations)
        {
            if (requires != RegisterOperation.Anything && writes != RegisterOperation.Nothing && groupOf[requires] != groupOf[writes])
                Rename(groupOf, groupOf[requires], groupOf[writes]);
        }

        return groupOf;
    }

    private static void Rename(int[] groupOf, int from, int to)
    {
        for (var value = 0; value < groupOf.Length; value++)
            groupOf[value] = groupOf[value] == from ? to : groupOf[value];
    }

    private static int Touched(RegisterOperation operation) =>
        operation.Requires == RegisterOperation.Anything ? operation.Writes : operation.Requires;
}
