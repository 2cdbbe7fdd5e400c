using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Queues;

/// <summary>What a call says of a queue.</summary>
internal static class QueueCall
{
    public const string EnqueueF = "enqueue";
    public const string DequeueF = "dequeue";

    /// <summary>What a dequeue certainly took, or null.</summary>
    public static Value? Taken(this Call call) => call is { F: DequeueF, IsOk: true, Result: not Value.Nil } ? call.Result : null;

    /// <summary>A dequeue that was told that there is nothing.</summary>
    public static bool FoundNothing(this Call call) => call is { F: DequeueF, IsOk: true, Result: Value.Nil };
}
