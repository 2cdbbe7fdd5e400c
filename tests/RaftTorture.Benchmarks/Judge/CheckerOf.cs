using RaftTorture.Checking.Checkers;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Who judges a case.</summary>
internal static class CheckerOf
{
    /// <returns>Null where the house has no such model: the case is left out, and said to be.</returns>
    public static IChecker? Case(JudgedCase judged) => judged.Group == CaseGroup.KeyValue ? KeyValue() : new LinearizabilityChecker(judged.Initial);

    /// <summary>Of put, append and get on texts.</summary>
    private static IChecker? KeyValue() => null;
}
