using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>Why the history of an object of any model is impossible: the counter-example, and a reason where the model knows one.</summary>
internal static class ModelViolation
{
    /// <param name="key">All calls of the key, of which it is known that no order explains them.</param>
    /// <param name="findOrder">The model's search; it takes unknown calls as ones that may have happened at any time after their invocation, or never.</param>
    /// <param name="isExpired">Asked between searches; true ends the shrinking with what was found by then.</param>
    /// <param name="findReason">A single reason that holds of the core, or null. Not given: there is none.</param>
    public static Violation Of(KeyCalls key, FindOrder findOrder, Func<bool> isExpired, Func<CounterExample, Reason?>? findReason = null)
    {
        var example = CounterExample.Find(key.Calls, findOrder, (known, _) => new FullMemory(known), isExpired);
        return example.Tell(key, findReason?.Invoke(example) ?? Reason.Unexplained(example.Culprit, Deed(example.Culprit)), []);
    }

    private static string Deed(Call call)
    {
        var asked = call.Argument == Value.Absent ? call.F : $"{call.F} {call.Argument}";
        return call.Result == call.Argument ? $"completed {asked}" : $"got {call.Result} from {asked}";
    }
}
