using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Digests;

namespace RaftTorture.Reporting.Violations;

/// <summary>The figures of a violation, as name and value.</summary>
public static class ViolationFacts
{
    private const double NsPerMs = 1e6;

    /// <summary>So many of the values that a core forces are said; of a large one they may be hundreds.</summary>
    private const int MostForced = 10;

    /// <summary>What the core forces to have been there, in sentences.</summary>
    public static IEnumerable<string> Forced(Violation violation)
    {
        foreach (var forced in violation.Forced.Take(MostForced))
            yield return forced.Sentence;
        if (violation.Forced.Count > MostForced)
            yield return $"and {violation.Forced.Count - MostForced:#,0} values more";
    }

    public static IEnumerable<(string Name, string Value)> Of(Violation violation)
    {
        var core = violation.CoreCount == 1 ? "1 operation" : $"{violation.CoreCount:#,0} operations";
        if (violation.Core.Count > CoreRow.MostShown)
            core += $", of which {CoreRow.MostShown} are shown: the impossible one, and the last before it";
        yield return ("core", violation.IsMinimal ? $"{core}, each proved to be needed" : $"{core}, perhaps more than needed: a limit was reached");
        yield return ("first impossible", $"event {violation.FirstImpossible.Index}, at {Duration.Moment(violation.FirstImpossible.TimeNs)}");
        if (violation.LeastK is { } k)
            yield return ("k-atomicity", $"at least {k}: at best one of the {k} latest values");
        if (violation.StaleMs is { } staleMs)
            yield return ("staleness", Duration.Of(staleMs * NsPerMs));
        yield return ("longest prefix", violation.LongestPrefix is { } prefix
            ? $"{prefix.Positions.Count:#,0} operations have an order"
            : "not known: a limit was reached");
    }

    /// <summary>A time beside the first impossible event: "−1.5 ms".</summary>
    public static string Relative(long ns) => ns < 0 ? $"−{Duration.Of(-ns)}" : Duration.Of(ns);
}
