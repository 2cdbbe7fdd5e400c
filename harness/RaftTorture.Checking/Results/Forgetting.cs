using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// The one way in which an operation is left out of a counter-example: it is not removed but <i>forgotten</i>, which is to say that it may have
/// happened at any time, or never.
/// </summary>
/// <remarks>
/// Sound for every object: in an order that explains the whole, the forgotten operation may stay where it is. So what no order explains
/// when something is forgotten, no order explains at all. To remove a write outright is not sound, for the reads of its value would become
/// impossible by the removal; a write may be dropped only where nobody left could tell (<see cref="IMemory.MayMatter"/>). Operations that
/// certainly changed nothing are dropped. Who knows the object may remember what a forgotten operation answered, if it happened: in the order that
/// explains the whole it answered just that (<see cref="Queues.QueueMemory"/>).
/// </remarks>
internal static class Forgetting
{
    /// <summary>The told calls as they were, with the forgotten ones invoked before all of them and never answered.</summary>
    /// <param name="told">In order of invocation.</param>
    /// <param name="forgotten">Others.</param>
    public static IReadOnlyList<Call> History(IReadOnlyList<Call> told, IReadOnlyList<Call> forgotten)
    {
        var calls = new List<Call>(told.Count + forgotten.Count);
        foreach (var call in forgotten)
        {
            if (call.Outcome != EventType.Fail)
                calls.Add(call.WithoutEnd() with { InvokedAt = calls.Count });
        }

        var shift = calls.Count;
        foreach (var call in told)
            calls.Add(call with { InvokedAt = call.InvokedAt + shift, CompletedAt = call.CompletedAt == Call.Never ? Call.Never : call.CompletedAt + shift });
        return calls;
    }
}
