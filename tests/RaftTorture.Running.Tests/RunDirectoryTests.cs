using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Files;
using RaftTorture.Running.Tests.Fakes;
using RaftTorture.Scenarios.Plans;

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
        Assert.That(Flat(loaded.Verdict), Is.EqualTo(Flat(run.Verdict)));
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

    [Test]
    public void A_plan_survives_its_file()
    {
        var plan = new Plan { Seed = -5, Name = "other", Nodes = ["a", "b"], Nemesis = [], RateHz = 12.5, CheckBytes = 7 };
        var read = PlanYaml.Parse(PlanYaml.Write(plan));

        Assert.That(read with { Nodes = plan.Nodes, Nemesis = plan.Nemesis }, Is.EqualTo(plan));
        Assert.That(read.Nodes, Is.EqualTo(plan.Nodes));
        Assert.That(read.Nemesis, Is.Empty);
        Assert.That(PlanYaml.Parse("seed: 3"), Is.EqualTo(new Plan { Seed = 3 }).Using<Plan>((a, b) => a.Seed == b.Seed && a.RateHz == b.RateHz));
    }

    [TestCase("", "the plan is empty")]
    [TestCase("name: x", "plan, line 1:")]
    [TestCase("seed: 1\nspeed: 3", "plan, line 2:")]
    [TestCase("seed: 1\nrate-hz: fast", "plan, line 2:")]
    public void A_plan_that_is_none_is_refused_in_one_line_that_says_where(string yaml, string message)
    {
        var refusal = Assert.Throws<PlanException>(() => PlanYaml.Parse(yaml));

        Assert.That(refusal.Message, Does.StartWith(message).And.Not.Contain("\n"));
    }

    private static IEnumerable<string> Flat(Verdict verdict) =>
    [
        $"{verdict.Checker} {verdict.Validity} {verdict.Key} {verdict.Summary} {string.Join(',', verdict.Facts)} {string.Join<HistoryEvent>(',', verdict.Evidence)}",
        .. verdict.Parts.SelectMany(Flat),
    ];
}
