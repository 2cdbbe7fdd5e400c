using System.Text.Json;
using RaftTorture.Checking.Models;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests.Checks;

/// <summary>Histories of any format, one or many, with and without known verdicts.</summary>
public sealed class CheckBatchTests
{
    private readonly HistoryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_history_says_how_it_was_read_and_judged()
    {
        var answer = await Invocation.OfAsync("check", _folder.Write("one/a.edn", HistoryFolder.Bad));
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Invalid), answer.Error);
        Assert.That(answer.Output, Does.StartWith("""
            edn, 2 operations, 1 keys; model cas-register (told by its functions)
            null reads mean absent, failed cas without cas-miss never happened (defaults)

            """));
    }

    [TestCase("""{:process 1, :type :ok, :f :read, :value nil}""", "--null-read", "absent", ExitCode.Invalid)]
    [TestCase("""{:process 1, :type :ok, :f :read, :value nil}""", "--null-read", "unknown", ExitCode.Valid)]
    [TestCase("""{:process 1, :type :ok, :f :read, :value 5}""", "--initial", "5", ExitCode.Invalid)]
    public async Task Options_decide_what_is_doubtful(string read, string option, string value, int exitCode)
    {
        var text = string.Join('\n', HistoryFolder.Bad.Split('\n')[..3]) + "\n" + read + "\n";
        Assert.That((await Invocation.OfAsync("check", _folder.Write("options/a.edn", text), option, value)).ExitCode, Is.EqualTo(exitCode));
    }

    [Test]
    public async Task An_initial_value_can_be_read()
    {
        var path = _folder.Write("initial/a.edn", "{:process 1, :type :invoke, :f :read}\n{:process 1, :type :ok, :f :read, :value 0}\n");
        Assert.That((await Invocation.OfAsync("check", path)).ExitCode, Is.EqualTo(ExitCode.Invalid));
        Assert.That((await Invocation.OfAsync("check", path, "--initial", "0")).ExitCode, Is.EqualTo(ExitCode.Valid));
    }

    [Test]
    public async Task Many_are_a_table_with_a_total_and_what_is_bad_does_not_stop_the_others()
    {
        _folder.Write("many/a.jsonl.gz", HistoryFolder.Pack(HistoryFolder.Good));
        _folder.Write("many/below/b.txt", "garbage");
        _folder.Write("many/below/c.edn", HistoryFolder.Bad);
        _folder.Write("many/readme.md", "not looked at");

        var answer = await Invocation.OfAsync("check", _folder.In("many"));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Invalid));
        Assert.That(answer.Error.Trim(), Is.EqualTo(
            $"raft-torture: {_folder.In("many/below/b.txt")}: line 1: this begins no history: neither JSON lines, nor EDN, nor a log of Jepsen"));
        Assert.That(answer.Output, Does.Match(@"a\.jsonl\.gz +jsonl gz +2 +1 +✓ valid"));
        Assert.That(answer.Output, Does.Match(@"below/b\.txt +✗ bad file +line 1: this"));
        Assert.That(answer.Output, Does.Match(@"below/c\.edn +edn +2 +1 +✗ invalid"));
        Assert.That(answer.Output, Does.Match(@"(?m)^3 files, 4 operations in .* ms: 1 valid, 1 invalid, 0 unknown, 1 bad$"));
    }

    [TestCase("valid", ExitCode.Valid, "1 right, 0 WRONG, 0 undecided")]
    [TestCase("invalid", ExitCode.Invalid, "0 right, 1 WRONG, 0 undecided")]
    public async Task An_index_says_how_to_read_and_what_is_right(string expected, int exitCode, string total)
    {
        var folder = $"index-{expected}";
        _folder.Write($"{folder}/a.edn", HistoryFolder.Bad.Replace(":value 2", ":value nil", StringComparison.Ordinal));
        _folder.Write($"{folder}/index.json", $$"""
            [{"file":"a.edn","model":"cas-register per key","init":null,"null_read":"wildcard","cas_fail":"observe","verdict":"{{expected}}","more":1}]
            """);

        var answer = await Invocation.OfAsync("check", _folder.In(folder), "--expect");

        Assert.That(answer.ExitCode, Is.EqualTo(exitCode), answer.Error);
        Assert.That(answer.Output, Does.Contain(total).And.Contain("null reads mean nobody knows, failed cas without cas-miss missed"));
    }

    [Test]
    public async Task An_invalid_history_that_is_called_invalid_is_right()
    {
        var index = _folder.Write("expected.json", """[{"file":"a.edn","expected":"invalid"}]""");
        var answer = await Invocation.OfAsync("check", _folder.Write("right/a.edn", HistoryFolder.Bad), "--expect", index);
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Valid), answer.Output);
    }

    [Test]
    public async Task A_file_that_an_index_names_and_is_not_there_is_bad_and_so_is_one_that_it_should_name()
    {
        _folder.Write("missing/b.edn", HistoryFolder.Bad);
        _folder.Write("missing/index.json", """[{"file":"a.edn","expected":"valid"}]""");

        var answer = await Invocation.OfAsync("check", _folder.In("missing"), "--expect");

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.Contain("missing/a.edn: is neither a run directory nor a history"));
        Assert.That(answer.Error, Does.Contain("missing/b.edn: no index says what to expect of it"));
    }

    [Test]
    public async Task An_empty_history_is_one_if_an_index_says_so()
    {
        var path = _folder.Write("empty/a.jsonl", "");
        Assert.That((await Invocation.OfAsync("check", path)).Error, Does.EndWith("a.jsonl: line 1: the file is empty" + Environment.NewLine));
        _folder.Write("empty/index.json", """[{"file":"a.jsonl","expected":"valid"}]""");
        Assert.That((await Invocation.OfAsync("check", path)).ExitCode, Is.EqualTo(ExitCode.Valid));
    }

    [Test]
    public async Task Runs_and_histories_can_be_checked_together()
    {
        _folder.Write("store/run/plan.yaml", PlanYaml.Write(new Plan { Seed = 5 }));
        _folder.Write("store/run/history.jsonl", HistoryFolder.Good.Replace("\"f\"", "\"key\":\"k\",\"f\"", StringComparison.Ordinal));
        _folder.Write("store/a.jsonl", HistoryFolder.Good);

        var answer = await Invocation.OfAsync("check", _folder.In("store"));

        Assert.That(answer.Output, Does.Match(@"run +run +2 +1 +\? unknown").And.Match(@"a\.jsonl +jsonl"));
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Unknown), "the run was interrupted before it was checked");
        Assert.That(File.Exists(_folder.In("store/run/report.html")), Is.True);
    }

    [Test]
    public async Task Of_what_Jepsen_keeps_of_a_test_only_the_history_is_one()
    {
        _folder.Write("jepsen/history.edn", HistoryFolder.Bad);
        _folder.Write("jepsen/results.edn", "{:valid? true}");
        _folder.Write("jepsen/jepsen.log", "INFO  jepsen.core - Worker 3 starting\n");
        Assert.That((await Invocation.OfAsync("check", _folder.In("jepsen"))).Output, Does.StartWith("edn, 2 operations"));
    }

    [Test]
    public async Task Programs_get_the_same_as_JSON()
    {
        _folder.Write("json/a.edn", HistoryFolder.Bad);
        _folder.Write("json/b.edn", "{:process");

        var answer = await Invocation.OfAsync("check", _folder.In("json"), "--json", "--deadline", "5", "--memory", "1000000");

        var json = JsonDocument.Parse(answer.Output).RootElement;
        var (first, second) = (json.GetProperty("files")[0], json.GetProperty("files")[1]);
        Assert.Multiple(() =>
        {
            Assert.That(first.GetProperty("verdict").GetProperty("validity").GetString(), Is.EqualTo("invalid"));
            Assert.That(first.GetProperty("verdict").GetProperty("parts")[0].GetProperty("parts")[0].GetProperty("evidence").GetArrayLength(), Is.EqualTo(2));
            Assert.That(first.GetProperty("nullRead").GetString(), Is.EqualTo("absent"));
            Assert.That(second.GetProperty("notices")[0].GetString(), Does.Contain("half a line"));
            Assert.That(json.GetProperty("limits").GetProperty("deadlineSeconds").GetDouble(), Is.EqualTo(5));
            Assert.That(json.GetProperty("total").GetProperty("exitCode").GetInt32(), Is.EqualTo(answer.ExitCode));
        });
    }

    [Test]
    public async Task A_model_that_functions_do_not_tell_must_be_named()
    {
        var set = HistoryFolder.Bad.Replace(":write", ":add", StringComparison.Ordinal).Replace(":value 2", ":value [1]", StringComparison.Ordinal);
        var path = _folder.Write("guess/a.edn", set);
        var answer = await Invocation.OfAsync("check", path);
        Assert.That((answer.ExitCode, answer.Error), Is.EqualTo((ExitCode.BadArguments,
            $"raft-torture: {path}: what it is a history of is not told by its functions (add, read): name a --model, "
            + $"one of {string.Join(", ", ModelCatalog.Names)}{Environment.NewLine}")));
        Assert.That((await Invocation.OfAsync("check", path, "--model", "set")).ExitCode, Is.EqualTo(ExitCode.Valid));
    }
}
