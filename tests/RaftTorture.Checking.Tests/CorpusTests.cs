using System.Text.Json;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Tests;

/// <summary>
/// Histories as files, named <c>checker.verdict.why.jsonl</c>: a new one is added by writing it, and a bad one
/// by a line in <c>violations.tsv</c> that says what is wrong with it.
/// </summary>
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

    [TestCaseSource(nameof(Violations))]
    public void Each_bad_history_has_its_class_and_its_minimal_core(string file, string kind, string core)
    {
        var history = HistoryReader.Parse(File.ReadAllBytes(Path.Combine(Folder, file + ".jsonl")));
        var violation = Checker(file.Split('.')[0]).Check(history.Events, CheckLimits.None).Parts.Single().Violation!;
        var invocations = string.Join(' ', violation.Core.Select(operation => operation.Invocation.Index));
        Assert.That((JsonNamingPolicy.KebabCaseLower.ConvertName($"{violation.Class}"), invocations), Is.EqualTo((kind, core)), violation.Sentence);
        Assert.That(violation.IsMinimal, Is.True);
    }

    [Test]
    public void Every_bad_history_is_in_the_list_and_every_class_has_one()
    {
        var bad = Files().Where(file => file.Contains(".invalid.", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);
        Assert.That(Violations().Select(line => line[0]), Is.EqualTo(bad));
        var kinds = Enum.GetNames<ViolationClass>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);
        Assert.That(Violations().Select(line => line[1]).Distinct(), Is.EquivalentTo(kinds));
    }

    [Test]
    public void Every_checker_has_histories_to_accept_and_to_reject()
    {
        var kinds = Files().Select(file => string.Join('.', file.Split('.')[..2])).Distinct();
        string[] checkers = ["register", "set", "append", "kv", "counter", "mutex", "fenced-lock", "queue", "unordered-queue", "bank"];
        Assert.That(kinds, Is.EquivalentTo(checkers.SelectMany(name => new[] { $"{name}.valid", $"{name}.invalid" })));
    }

    private static IEnumerable<string[]> Violations() =>
        File.ReadLines(Path.Combine(Folder, "violations.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.jsonl").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static IChecker Checker(string name) => name switch
    {
        "register" => new LinearizabilityChecker(),
        "set" => new SetChecker(),
        "append" => new AppendChecker(),
        "bank" => ModelCatalog.Create(name, Value.Of([Value.Of(10), Value.Of(0)])),
        _ => ModelCatalog.Create(name),
    };
}
