using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Results;

/// <summary>Recorded histories of real systems, where a folder of them is at hand.</summary>
internal sealed class SharedHistoriesTests
{
    private const string FolderVariable = "RAFTTORTURE_HISTORIES";
    private const int SmallCore = 10;

    [Test]
    public void Nearly_every_violation_has_a_small_core_and_every_core_is_minimal()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is null)
            Assert.Ignore($"no recorded histories: name a folder of them in {FolderVariable}");
        var violations = SharedHistories.In(folder).Where(history => !history.IsLinearizable).SelectMany(Violations).ToArray();
        foreach (var (name, violation) in violations)
            TestContext.Out.WriteLine($"{name} | {violation.Class} | core {violation.Core.Count} | k {violation.LeastK} | {violation.Sentence}");
        Assert.That(violations, Is.Not.Empty);
        Assert.That(violations.Where(x => !x.Violation.IsMinimal).Select(x => x.Name), Is.Empty);
        Assert.That(violations.Count(x => x.Violation.Core.Count <= SmallCore), Is.GreaterThanOrEqualTo(0.95 * violations.Length));
    }

    private static IEnumerable<(string Name, Violation Violation)> Violations(SharedHistory history)
    {
        var verdict = new LinearizabilityChecker(history.Initial).Check(history.Events, CheckLimits.None);
        Assert.That(verdict.Validity, Is.EqualTo(Validity.Invalid), history.Name);
        return verdict.Parts.Select(part => ($"{history.Name} {part.Key}", part.Violation!));
    }
}
