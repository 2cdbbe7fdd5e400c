using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// What is claimed of a counter-example, tried out by brute force: no order explains the core, whatever the other operations did; but if any of its
/// own did as it liked, one does.
/// </summary>
internal static class CoreProof
{
    /// <summary>Nothing is demanded of a verdict that is not invalid.</summary>
    public static void Demand(Verdict verdict, IReadOnlyList<HistoryEvent> history, Value initial, BruteForce.Specification specification)
    {
        if (verdict.Validity != Validity.Invalid)
            return;
        var violation = verdict.Parts.Single().Violation!;
        var end = violation.FirstImpossible.Index;
        var core = violation.Core.Select(operation => operation.Invocation.Index).ToArray();
        Assert.That(violation.IsMinimal, Is.True, () => Story.Tell(history));
        Assert.That(IsExplained(end, core), Is.False, () => $"{violation.Sentence}\n{Story.Tell(history)}");
        foreach (var one in core)
            Assert.That(IsExplained(end, [.. core.Where(index => index != one)]), Is.True, () => $"{violation.Sentence}\n{Story.Tell(history)}");
        Assert.That(IsExplained(end - 1, [.. history.Select(e => e.Index)]), Is.True, "there is an order until then");

        bool IsExplained(long upTo, IReadOnlyList<long> told) => BruteForce.IsLinearizable(Recollection.Of(history, upTo, told), initial, specification);
    }
}
