using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Models;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Who judges a case.</summary>
internal static class CheckerOf
{
    public static IChecker Case(JudgedCase judged) =>
        judged.Group == CaseGroup.KeyValue ? new ModelChecker<KvModel, KvState>(judged.Initial) : new LinearizabilityChecker(judged.Initial);
}
