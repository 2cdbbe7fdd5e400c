using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Whether the cluster came back: with every fault healed, every node must catch up, every client be served, every key be read.</summary>
public static class LivenessVerdict
{
    public const string Name = "liveness";

    /// <param name="limitSeconds">How long was waited.</param>
    /// <param name="isHealed">Whether every heal was seen to take effect: what is still broken may stay silent.</param>
    /// <param name="behindNodes">Nodes that did not answer, or not catch up with what was committed.</param>
    /// <param name="silentNodes">Nodes whose clients got nothing done in that time.</param>
    /// <param name="unreadKeys">Keys that nobody could read back.</param>
    /// <param name="exits">Nodes that ended without the harness's doing: what somebody else has killed cannot come back.</param>
    public static Verdict Of(
        double limitSeconds,
        bool isHealed,
        IReadOnlyList<string> behindNodes,
        IReadOnlyList<string> silentNodes,
        IReadOnlyList<string> unreadKeys,
        params IReadOnlyList<NodeExit> exits)
    {
        var complaint = (behindNodes, silentNodes, unreadKeys) switch
        {
            ([], [], []) => null,
            ([], [], _) => $"{Some(unreadKeys)} could not be read back",
            ([], _, _) => $"clients of {string.Join(", ", silentNodes)} got nothing done",
            _ => $"{string.Join(", ", behindNodes)} did not catch up",
        };
        var killed = exits.Where(exit => exit.IsFromOutside).Select(exit => exit.Node).Distinct().ToList();
        return (complaint, isHealed) switch
        {
            (null, _) => new Verdict(Name, Validity.Valid, "every node caught up, and every key could be read, once the faults were healed"),
            _ when killed.Count > 0 => new Verdict(Name, Validity.Unknown, $"{complaint}, but somebody else ended {string.Join(", ", killed)}"),
            (_, true) => Stuck(complaint, limitSeconds),
            (_, false) => new Verdict(Name, Validity.Unknown, $"{complaint}, but not every heal was seen to take effect"),
        };
    }

    private static Verdict Stuck(string what, double limitSeconds) =>
        new(Name, Validity.Invalid, $"{what} within {limitSeconds} s of the last heal");

    private static string Some(IReadOnlyList<string> keys) => keys.Count == 1 ? $"key {keys[0]}" : $"key {keys[0]} and {keys.Count - 1} more";
}
