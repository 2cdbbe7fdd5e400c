using System.Text.Json;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Running.Files;
using RaftTorture.Running.Tests.Fakes;

namespace RaftTorture.Running.Tests;

public sealed class RunDirectoryTests
{
    private Store _store = null!;

    [SetUp]
    public void MakeStore() => _store = new Store();

    [TearDown]
    public void DropStore() => _store.Dispose();

    [Test]
    public async Task A_run_is_read_back_as_it_was()
    {
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["all"] }, new MemoryCluster { StaleNode = "n1" });
        var loaded = RunDirectory.Load(Path.Combine(_store.Root, "quick", "20260102T030405.678Z"));

        Assert.That(loaded.Plan.Nemesis, Is.EqualTo(run.Plan.Nemesis));
        Assert.That(loaded.History, Is.EqualTo(run.History));
        Assert.That(loaded.Receipts, Is.EqualTo(run.Receipts).And.Not.Empty);
        Assert.That(loaded.Leaders, Is.EqualTo(run.Leaders).And.Not.Empty);
        Assert.That(loaded.Phases, Is.EqualTo(run.Phases));
        Assert.That(loaded.Environment, Is.EqualTo(run.Environment));
        Assert.That(Flat(loaded.Verdict), Is.EqualTo(Flat(run.Verdict)).And.Some.StartsWith("StaleRead"));
    }

    [Test]
    public async Task The_order_of_a_valid_key_takes_one_line_however_long_it_is()
    {
        await _store.RunAsync(Store.Quick, new MemoryCluster());
        var lines = File.ReadAllLines(RunDirectory.Open(Path.Combine(_store.Root, "latest")).ResultsFile);
        Assert.That(lines, Has.Some.Match(@"^\s+""positions"": \[\d+(,\d+)*\]$"));
    }

    [Test]
    public async Task A_history_that_ends_in_half_a_line_is_read_up_to_there_and_said_so()
    {
        await _store.RunAsync(Store.Quick, new MemoryCluster());
        var latest = RunDirectory.Open(Path.Combine(_store.Root, "latest"));
        using (var file = File.OpenWrite(latest.History))
            file.SetLength(file.Length - 10);
        File.Delete(latest.ResultsFile);

        var notices = new List<string>();
        var loaded = RunDirectory.Load(latest.Path, notices.Add);
        Assert.That(notices[0], Does.Contain("half a line"));
        Assert.That(notices[1], Does.Contain("ended before it was checked"));
        Assert.That(loaded.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(loaded.History, Is.Not.Empty);
    }

    [TestCase("")]
    [TestCase("\n")]
    public async Task Half_a_line_at_the_end_of_the_faults_or_the_leaders_is_left_out_and_said_so(string end)
    {
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["kill"] }, new MemoryCluster());
        var latest = RunDirectory.Open(Path.Combine(_store.Root, "latest"));
        File.AppendAllText(latest.Faults, """{"kind":"kill","f":"start""" + end);
        File.AppendAllText(latest.Leaders, """{"timeNs":17,"node":""" + end);

        var notices = new List<string>();
        var loaded = RunDirectory.Load(latest.Path, notices.Add);
        Assert.That(loaded.Receipts, Is.EqualTo(run.Receipts));
        Assert.That(loaded.Leaders, Is.EqualTo(run.Leaders));
        Assert.That(notices, Is.EqualTo(new[] { latest.Faults, latest.Leaders }.Select(file => $"{file} ends in half a line, which was left out: the harness was killed while it wrote")));
    }

    [TestCase("faults.jsonl", "oops\n{}\n", ", line 1: damaged at byte 1")]
    [TestCase("faults.jsonl", "{}\n", ", line 1: damaged at byte 3")]
    [TestCase("leaders.jsonl", "{\"timeNs\":1,\"node\":\"n1\",\"term\":1}\n{\"timeNs\":\n{\"timeNs\":1,\"node\":\"n1\",\"term\":1}\n", ", line 2: damaged at byte 11 ($.timeNs)")]
    [TestCase("leaders.jsonl", "{\"timeNs\":1,\"node\":\"n1\",\"term\":\"first\"}\n", ", line 1: damaged at byte 39 ($.term)")]
    [TestCase("results.json", "", ", line 1: damaged at byte 1")]
    [TestCase("results.json", "{\n  \"verdict\": 3\n}", ", line 2: damaged at byte 15 ($.verdict)")]
    [TestCase("results.json", "{\n  \"verdict\": {", ", line 2: damaged at byte 15 ($.verdict)")]
    public async Task A_damaged_file_is_named_with_the_line(string name, string content, string message)
    {
        await _store.RunAsync(Store.Quick, new MemoryCluster());
        var file = Path.Combine(_store.Root, "quick", "20260102T030405.678Z", name);
        File.WriteAllText(file, content);

        Assert.That(() => RunDirectory.Load(Path.GetDirectoryName(file)!), Throws.TypeOf<JsonException>().With.Message.EqualTo(file + message));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege there; a run goes on without")]
    public void Links_lead_to_the_newest_run()
    {
        _store.NewDirectory(number: 1);
        var newest = _store.NewDirectory(number: 2);

        foreach (var link in new[] { "latest", "current", "quick/latest" })
            Assert.That(new DirectoryInfo(Path.Combine(_store.Root, link)).ResolveLinkTarget(true)?.FullName, Is.EqualTo(newest.Path), link);
    }

    [Test]
    public void Two_runs_never_share_a_directory()
    {
        _store.NewDirectory();

        Assert.Throws<IOException>(() => _store.NewDirectory());
    }

    [Test]
    public void A_folder_without_a_plan_is_no_run() =>
        Assert.That(() => RunDirectory.Load(_store.Root), Throws.TypeOf<DirectoryNotFoundException>().With.Message.EndsWith("it has no plan.yaml"));

    private static IEnumerable<string> Flat(Verdict verdict) =>
    [
        $"{verdict.Checker} {verdict.Validity} {verdict.Key} {verdict.Summary} {string.Join(',', verdict.Facts)} {string.Join<HistoryEvent>(',', verdict.Evidence)}",
        .. verdict.Violation is { } violation ? Flat(violation) : [],
        .. verdict.Linearizations.Select(order => $"{order.Key} {string.Join(',', order.Positions)}"),
        .. verdict.Parts.SelectMany(Flat),
    ];

    private static IEnumerable<string> Flat(Violation violation) =>
    [
        $"{violation.Class} {violation.Sentence} {violation.FirstImpossible} {violation.IsMinimal} {violation.LeastK} {violation.StaleMs}",
        $"{string.Join(',', violation.Core)} / {string.Join(',', violation.Named)} / {string.Join(',', violation.Forced)}",
        $"{violation.LongestPrefix?.Key} {string.Join(',', violation.LongestPrefix?.Positions ?? [])}",
    ];
}
