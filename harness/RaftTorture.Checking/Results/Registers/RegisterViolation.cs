using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>Why a register's history is impossible: the counter-example, and the first reason that alone suffices for it.</summary>
internal static class RegisterViolation
{
    /// <summary>In a larger core, which a limit left behind, reasons are not looked for.</summary>
    private const int LargestCore = 1_000;

    private static readonly Func<RegisterEvidence, Reason?>[] Reasons = [NeverWritten.Find, TwoCas.Find, Comeback.Find, TwoValuesAtOnce.Find];

    /// <param name="key">All calls of the key, of which it is known that no order explains them.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    /// <param name="limits">Where they are reached, what was found until then is returned.</param>
    /// <param name="contradiction">A few calls that likely contradict each other, if a search named some.</param>
    public static Violation Of(KeyCalls key, Value initial, CheckLimits limits, IReadOnlyList<Call>? contradiction = null)
    {
        var example = CounterExample.Find(
            key.Calls,
            RegisterOrders.Of(initial, limits),
            (known, culprit) => new RegisterMemory(known, culprit),
            limits.IsExpired,
            contradiction);
        var unexplained = Reason.Unexplained(example.Culprit, example.Culprit.Deed());
        if (example.Core.Count > LargestCore)
            return example.Tell(key, unexplained, []);
        var evidence = new RegisterEvidence(key.Calls, example.Culprit, example.Core, initial);
        var forced = ForcedValue.Of(evidence);
        var reason = Reasons.Select(find => find(evidence)).FirstOrDefault(reason => reason is not null)
            ?? unexplained;
        return example.Tell(key, reason, forced.SelectMany(value => new[] { value.First, value.Last }).OfType<Call>()) with
        {
            Forced = [.. forced.Select(value => value.Interval)],
        };
    }
}
