using System.Text.RegularExpressions;

namespace RaftTorture.Raft.Tests;

/// <summary>The table in <c>tests/README.md</c> says where each seed scenario is told: it must not rot.</summary>
public sealed partial class ScenarioTableTests
{
    private const int Scenarios = 37;

    [Test]
    public void Every_scenario_stands_in_the_table_once() =>
        Assert.That(Rows().Select(row => int.Parse(row.Groups["number"].Value)), Is.EqualTo(Enumerable.Range(1, Scenarios)));

    [Test]
    public void Every_test_that_the_table_names_is_there()
    {
        var named = Rows().SelectMany(row => TestName().Matches(row.Groups["tests"].Value)).Select(match => match.Groups["name"].Value).ToArray();
        Assert.That(named, Has.Length.GreaterThanOrEqualTo(Scenarios));
        Assert.That(named.Where(name => !IsTest(name)), Is.Empty);
    }

    [Test]
    public void A_method_that_is_no_test_would_not_do()
    {
        Assert.That(IsTest($"{nameof(ScenarioTableTests)}.{nameof(A_method_that_is_no_test_would_not_do)}"));
        Assert.That(IsTest($"{nameof(ScenarioTableTests)}.{nameof(IsTest)}"), Is.False);
        Assert.That(IsTest("ElectionTests.A_story_that_nobody_told"), Is.False);
    }

    private static bool IsTest(string name)
    {
        var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
        return typeof(ScenarioTableTests).Assembly.GetType($"{typeof(ScenarioTableTests).Namespace}.{type}")?.GetMethod(method)
            ?.GetCustomAttributes(inherit: false).Any(attribute => attribute is TestAttribute or TestCaseAttribute) ?? false;
    }

    private static MatchCollection Rows() => Row().Matches(File.ReadAllText(Path.Combine(TestsFolder(), "README.md")));

    private static string TestsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RaftTorture.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("no RaftTorture.sln above the tests"), "tests");
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \| [^|]+ \| (?<tests>.+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+\.\w+)`")]
    private static partial Regex TestName();
}
