using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>Why the history of an object of any model is impossible: the counter-example, and a reason where the model knows one.</summary>
internal static class ModelViolation
{
    /// <summary>In a larger core, which a limit left behind, reasons are not looked for.</summary>
    private const int LargestCore = 1_000;

    /// <param name="key">All calls of the key, of which it is known that no order explains them.</param>
    /// <param name="findOrder">The model's search; it takes unknown calls as ones that may have happened at any time after their invocation, or never.</param>
    /// <param name="isExpired">Asked between searches; true ends the shrinking with what was found by then.</param>
    /// <param name="memory">What of the forgotten calls matters. Not given: all.</param>
    /// <param name="findReason">A single reason that holds of the core, or null. Not given: there is none.</param>
    public static Violation Of(
        KeyCalls key,
        FindOrder findOrder,
        Func<bool> isExpired,
        Func<IReadOnlyList<Call>, IMemory>? memory = null,
        Func<ModelEvidence, Reason?>? findReason = null)
    {
        var example = CounterExample.Find(key.Calls, findOrder, (known, _) => memory?.Invoke(known) ?? new FullMemory(known), isExpired);
        var reason = findReason is not null && example.Core.Count <= LargestCore ? findReason(new ModelEvidence(key.Calls, example)) : null;
        return example.Tell(key, reason ?? Reason.Unexplained(example.Culprit, example.Culprit.Told()), []);
    }

    /// <summary>What the process did or was told, in words that follow its name.</summary>
    public static string Told(this Call call)
    {
        var asked = call.Argument == Value.Absent ? call.F : $"{call.F} {call.Argument}";
        return call.Result == call.Argument ? $"completed {asked}" : $"got {call.Result} from {asked}";
    }
}
