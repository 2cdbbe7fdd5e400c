using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Counts how operations ended, and refuses to call a run valid in which next to nothing happened: a history without
/// successes is linearizable, and says nothing.
/// </summary>
public sealed class StatsChecker : IChecker
{
    /// <summary>A function invoked so often must have succeeded at least once.</summary>
    private const int FewestWithoutOk = 10;

    /// <summary>Of all operations at least one in so many must have succeeded.</summary>
    private const int OneOkIn = 100;

    public string Name => "stats";

    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        var calls = Pairing.Pair(history);
        Tally[] functions = [.. calls.GroupBy(call => call.F).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Count(group.Key, [.. group]))];
        var all = Count("all", calls);
        var (validity, summary) = Judge(all, functions);
        return new Verdict(Name, validity, summary) { Facts = [.. functions.Append(all).Select(tally => tally.Fact)] };
    }

    private sealed record Tally(string Name, int Ok, int Fail, int Info)
    {
        public int Total => Ok + Fail + Info;

        public KeyValuePair<string, string> Fact => new(Name, $"{Ok} ok, {Fail} fail, {Info} info");
    }

    private static Tally Count(string name, IReadOnlyList<Call> calls) => new(
        name,
        calls.Count(call => call.Outcome == EventType.Ok),
        calls.Count(call => call.Outcome == EventType.Fail),
        calls.Count(call => call.Outcome == EventType.Info));

    private static (Validity Validity, string Summary) Judge(Tally all, Tally[] functions)
    {
        if (all.Total == 0)
            return (Validity.Unknown, "no operation was invoked");
        if (all.Ok * (long)OneOkIn < all.Total)
            return (Validity.Unknown, $"next to nothing succeeded: {all.Ok} of {all.Total} operations were ok");
        var barren = functions.FirstOrDefault(tally => tally.Ok == 0 && tally.Total >= FewestWithoutOk);
        return barren is null
            ? (Validity.Valid, $"{all.Ok} of {all.Total} operations were ok")
            : (Validity.Unknown, $"no {barren.Name} succeeded, of {barren.Total} invoked");
    }
}
