using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests;

public class CheckCommandTests
{
    private const string WriteOne = """
        {"index":0,"time":10,"process":0,"type":"invoke","f":"write","key":"k","value":1}
        {"index":1,"time":20,"process":0,"type":"ok","f":"write","key":"k","value":1}
        {"index":2,"time":30,"process":1,"type":"invoke","f":"read","key":"k","value":null}

        """;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("raft-torture-cli-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [TestCase(1, ExitCode.Valid, "Everything looks good!")]
    [TestCase(2, ExitCode.Invalid, "Analysis invalid!")]
    public async Task A_history_is_judged_and_the_exit_code_says_how(int seen, int exitCode, string lastLine)
    {
        File.WriteAllText(History, WriteOne + Read(seen));

        var answer = await Invocation.OfAsync("check", History, "--workload", "register");

        Assert.That(answer.ExitCode, Is.EqualTo(exitCode), answer.Error);
        Assert.That(answer.Output.TrimEnd(), Does.EndWith(lastLine));
    }

    [Test]
    public async Task A_history_that_ends_in_half_a_line_is_judged_without_it()
    {
        File.WriteAllText(History, WriteOne + Read(1) + "{\"index\":4,\"ti");

        var answer = await Invocation.OfAsync("check", History, "--workload", "register");

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Valid));
        Assert.That(answer.Error, Does.Contain("ends in half a line"));
    }

    [Test]
    public async Task A_run_that_was_killed_before_its_check_can_be_checked_and_reported_later()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "plan.yaml"), PlanYaml.Write(new Plan { Seed = 5 }));
        File.WriteAllText(History, WriteOne + Read(2));

        var check = await Invocation.OfAsync("check", _folder.FullName);
        var report = await Invocation.OfAsync("report", _folder.FullName);

        Assert.That((check.ExitCode, report.ExitCode), Is.EqualTo((ExitCode.Invalid, ExitCode.Valid)), check.Error + report.Error);
        Assert.That(File.ReadAllText(report.Output.Trim()), Does.Contain("</span> invalid</h1>"));
    }

    private string History => Path.Combine(_folder.FullName, "history.jsonl");

    private static string Read(int seen) => $$"""
        {"index":3,"time":40,"process":1,"type":"ok","f":"read","key":"k","value":{{seen}}}

        """;
}
