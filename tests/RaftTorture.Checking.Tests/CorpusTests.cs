using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests;

/// <summary>Histories as files, named <c>checker.verdict.why.jsonl</c>: a new one is added by writing it.</summary>
internal sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Corpus");

    [TestCaseSource(nameof(Files))]
    public void Each_history_gets_the_verdict_that_its_name_tells(string file)
    {
        var name = file.Split('.');
        var history = HistoryReader.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        var verdict = Checker(name[0]).Check(history.Events, CheckLimits.None);
        Assert.That(verdict.Validity.ToString(), Is.EqualTo(name[1]).IgnoreCase, verdict.Summary);
    }

    [Test]
    public void Every_checker_has_histories_to_accept_and_to_reject()
    {
        var kinds = Files().Select(file => string.Join('.', file.Split('.')[..2])).Distinct();
        Assert.That(kinds, Is.EquivalentTo(["register.valid", "register.invalid", "set.valid", "set.invalid", "append.valid", "append.invalid"]));
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.jsonl").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static IChecker Checker(string name) => name switch
    {
        "register" => new LinearizabilityChecker(),
        "set" => new SetChecker(),
        "append" => new AppendChecker(),
        _ => throw new UnreachableException(),
    };
}
