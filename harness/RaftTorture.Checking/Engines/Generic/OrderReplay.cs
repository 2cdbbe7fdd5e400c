using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// Replays a claimed linearization with the model alone. It shares nothing with the search, so that a valid verdict does not rest on the search
/// being right.
/// </summary>
internal static class OrderReplay
{
    /// <param name="calls">All calls of the object.</param>
    /// <param name="order">The claimed order.</param>
    /// <param name="initial">The state before the first.</param>
    /// <returns>What is wrong with the order, or null.</returns>
    public static string? FindFlaw<TModel, TState>(IEnumerable<Call> calls, IReadOnlyList<Call> order, TState initial)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        var placed = new HashSet<Call>(order.Count, ReferenceEqualityComparer.Instance);
        var state = initial;
        var latestInvocation = -1;
        foreach (var call in order)
        {
            if (!placed.Add(call))
                return $"{Name(call)} stands in it twice";
            if (call.Outcome == EventType.Fail && !call.IsCasMiss)
                return $"{Name(call)} failed and stands in it";
            if (call.CompletedAt < latestInvocation)
                return $"{Name(call)} returned before an operation that stands before it was invoked";
            if (!TModel.Step(state, call, out state))
                return $"{Name(call)} has an answer that is impossible there";
            latestInvocation = Math.Max(latestInvocation, call.InvokedAt);
        }

        var missing = calls.FirstOrDefault(call => (call.IsOk || call.IsCasMiss) && !placed.Contains(call));
        return missing is null ? null : $"{Name(missing)} is missing";
    }

    private static string Name(Call call) => $"{call.F} by process {call.Process} (event {call.Invocation.Index})";
}
