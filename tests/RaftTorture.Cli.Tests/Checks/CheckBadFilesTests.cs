namespace RaftTorture.Cli.Tests.Checks;

/// <summary>A file that cannot be judged is one clear line, file, line and reason, and exit code 254.</summary>
public sealed class CheckBadFilesTests
{
    private readonly HistoryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    private static readonly TestCaseData[] Files =
    [
        Case("Two_open_operations_of_one_process",
            """{"process":1,"type":"invoke","f":"read"}""" + "\n" + """{"process":1,"type":"invoke","f":"read"}""" + "\n",
            "line 2: process 1 invokes read before its read ended"),
        Case("A_completion_without_an_invocation",
            """{"process":1,"type":"ok","f":"read"}""" + "\n",
            "line 1: process 1 completes read without having invoked it"),
        Case("A_number_that_is_none",
            """{"process":1,"type":"invoke","f":"write","value":NaN}""" + "\n",
            "line 1: not a JSON object, broken at byte 50"),
        Case("A_number_too_large",
            """{"process":1,"type":"invoke","f":"write","value":1e999}""" + "\n",
            "line 1: \"value\" must be a whole number of at most 64 bits"),
        Case("A_line_of_ten_megabytes", "{\"f\":\"" + new string('x', 10_000_000), "line 1: it is longer than 8,388,608 bytes, which no event is"),
        Case("Garbage", "\u0001\u0002\uFFFD\u0003", "line 1: this begins no history: neither JSON lines, nor EDN, nor a log of Jepsen"),
        Case("Nothing", "", "line 1: the file is empty"),
        Case("Brackets_that_do_not_close", "[{:process 1, :type :invoke, :f :read}\n", "line 1: a bracket is opened here that no ']' closes"),
        Case("Brackets_that_nest_too_deep", new string('[', 100_000), "line 1: brackets nest deeper than 64"),
        Case("Two_formats",
            """{"process":1,"type":"invoke","f":"read"}""" + "\n{:process 1, :type :ok, :f :read}\n",
            "line 2: not a JSON object, broken at byte 2"),
        Case("An_operation_that_no_register_has",
            "{:process 1, :type :invoke, :f :write, :value 1}\n\n{:process 2, :type :invoke, :f :cas, :value 7}\n",
            "line 3: a cas takes [expected, new], not 7"),
    ];

    [TestCaseSource(nameof(Files))]
    public async Task Each_is_one_line(string content, string reason) => await AssertBadAsync(_folder.Write("bad", content), reason);

    [Test]
    public async Task A_packed_file_that_is_cut_off_is_one_line()
    {
        var packed = HistoryFolder.Pack(HistoryFolder.Good);
        await AssertBadAsync(_folder.Write("cut.gz", packed[..^5]), "line 5: the gz is cut off or damaged here");
    }

    [Test]
    public async Task Text_that_is_no_Unicode_is_one_line() =>
        await AssertBadAsync(
            _folder.Write("text", [.. "{\"process\":1,\"type\":\"invoke\",\"f\":\"wr"u8, 0xC3, 0x28, (byte)'\n']),
            "line 1: not a JSON object, broken at byte");

    [Test]
    public async Task A_folder_without_histories_is_one_line()
    {
        Directory.CreateDirectory(_folder.In("nothing"));
        await AssertBadAsync(_folder.In("nothing"), "holds neither runs nor histories (.jsonl, .edn, .log, .txt, each with or without .gz)");
    }

    [Test]
    [Platform("Linux", Reason = "reads a file that not even root can read")]
    public async Task An_unreadable_file_is_one_line() => await AssertBadAsync("/proc/self/mem", "Input/output error");

    [TestCase("--deadline", "0", "--deadline must be more than 0")]
    [TestCase("--deadline", "NaN", "--deadline must be more than 0")]
    [TestCase("--memory", "0", "--memory must be more than 0 bytes")]
    [TestCase("--model", "queue9", "unknown model 'queue9': choose one of")]
    [TestCase("--null-read", "maybe", "'maybe'")]
    [TestCase("--cas-fail", "maybe", "'maybe'")]
    [TestCase("--expect", "no-such-index", "no-such-index cannot be read")]
    public async Task An_argument_that_makes_no_sense_is_one_too(string flag, string value, string complaint)
    {
        var answer = await Invocation.OfAsync("check", _folder.Write("good", HistoryFolder.Good), flag, value);
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.StartWith("raft-torture: ").And.Contain(complaint).And.Not.Contain("   at "));
    }

    private static async Task AssertBadAsync(string path, string reason)
    {
        var answer = await Invocation.OfAsync("check", path);
        Assert.That(answer.Error, Does.StartWith($"raft-torture: {path}: {reason}"));
        Assert.That(answer.Error.TrimEnd(), Does.Not.Contain("\n"));
        Assert.That((answer.ExitCode, answer.Output), Is.EqualTo((ExitCode.BadArguments, "")));
    }

    private static TestCaseData Case(string name, string content, string reason) => new TestCaseData(content, reason).SetName(name);
}
