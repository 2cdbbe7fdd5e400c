using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// The definition of linearizability, tried out: every order that real time allows, with every choice of which unknown
/// operations happened. It shares nothing with the checkers but the events, and is meant for a handful of operations.
/// </summary>
internal static class BruteForce
{
    public delegate Value? Specification(Value state, HistoryEvent invocation, HistoryEvent? completion);

    public static bool IsLinearizable(IReadOnlyList<HistoryEvent> events, Value initial, Specification apply) =>
        CanFinish([.. Operations(events)], initial, apply);

    private sealed record Operation(HistoryEvent Invocation, HistoryEvent? Completion)
    {
        public bool MustHappen => Completion is { Type: EventType.Ok } or { Error: HistoryEvent.CasMiss };

        public bool CannotHappen => Completion is { Type: EventType.Fail } && !MustHappen;
    }

    private static IEnumerable<Operation> Operations(IReadOnlyList<HistoryEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Type != EventType.Invoke)
                continue;
            var next = events.Skip(i + 1).FirstOrDefault(e => e.Process == events[i].Process);
            var operation = new Operation(events[i], next is { Type: not EventType.Invoke } ? next : null);
            if (!operation.CannotHappen)
                yield return operation;
        }
    }

    private static bool CanFinish(List<Operation> left, Value state, Specification apply)
    {
        if (!left.Exists(operation => operation.MustHappen))
            return true;
        foreach (var first in left)
        {
            var isTooLate = left.Exists(other => other.MustHappen && other.Completion!.Index < first.Invocation.Index);
            if (isTooLate || apply(state, first.Invocation, first.MustHappen ? first.Completion : null) is not { } next)
                continue;
            if (CanFinish([.. left.Where(other => other != first)], next, apply))
                return true;
        }

        return false;
    }
}
