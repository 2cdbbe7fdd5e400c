using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// Replays a claimed linearization of one register. It shares nothing with the search, neither its numbered values nor its
/// rules, so that a valid verdict does not rest on the search being right.
/// </summary>
internal static class LinearizationVerifier
{
    /// <param name="calls">All calls of the key.</param>
    /// <param name="order">The claimed order.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    /// <returns>What is wrong with the order, or null.</returns>
    public static string? FindFlaw(IEnumerable<Call> calls, IReadOnlyList<Call> order, Value initial)
    {
        var placed = new HashSet<Call>(order.Count, ReferenceEqualityComparer.Instance);
        var state = initial;
        var latestInvocation = -1;
        foreach (var call in order)
        {
            if (!placed.Add(call))
                return $"{Name(call)} stands in it twice";
            if (call.CompletedAt < latestInvocation)
                return $"{Name(call)} returned before an operation that stands before it was invoked";
            if (!TryApply(call, ref state))
                return $"{Name(call)} does not follow from {state}";
            latestInvocation = Math.Max(latestInvocation, call.InvokedAt);
        }

        var missing = calls.FirstOrDefault(call => (call.IsOk || call.IsCasMiss) && !placed.Contains(call));
        return missing is null ? null : $"{Name(missing)} is missing";
    }

    private static bool TryApply(Call call, ref Value state)
    {
        switch (call.F, call.Argument)
        {
            case ("read", _) when call.IsOk:
                return call.Result == state;
            case ("write", var next) when call.IsOk || call.IsUnknown:
                state = next;
                return true;
            case ("cas", Value.Items { Content: [var expected, _] }) when call.IsCasMiss:
                return state != expected && (call.Completion!.Observed is not { } seen || seen == state);
            case ("cas", Value.Items { Content: [var expected, var next] }) when (call.IsOk || call.IsUnknown) && state == expected:
                state = next;
                return true;
            default:
                return false;
        }
    }

    private static string Name(Call call) => $"{call.F} by process {call.Process} (event {call.Invocation.Index})";
}
