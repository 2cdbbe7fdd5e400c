using RaftTorture.Checking.Checkers;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Whether the cluster came back: with every fault healed, progress is demanded of every node's clients and of every key.</summary>
public static class LivenessVerdict
{
    public const string Name = "liveness";

    /// <param name="limitSeconds">How long was waited.</param>
    /// <param name="silentNodes">Nodes whose clients got nothing done in that time.</param>
    /// <param name="unreadKeys">Keys that nobody could read back.</param>
    public static Verdict Of(double limitSeconds, IReadOnlyList<string> silentNodes, IReadOnlyList<string> unreadKeys) =>
        (silentNodes, unreadKeys) switch
        {
            ([], []) => new Verdict(Name, Validity.Valid, "every node and every key served again once the faults were healed"),
            ([], _) => Stuck($"{Some(unreadKeys)} could not be read back", limitSeconds),
            _ => Stuck($"clients of {string.Join(", ", silentNodes)} got nothing done", limitSeconds),
        };

    private static Verdict Stuck(string what, double limitSeconds) =>
        new(Name, Validity.Invalid, $"{what} within {limitSeconds} s of the last heal");

    private static string Some(IReadOnlyList<string> keys) => keys.Count == 1 ? $"key {keys[0]}" : $"key {keys[0]} and {keys.Count - 1} more";
}
