using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Files;
using RaftTorture.Running.Tests.Fakes;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Tests;

public sealed class StopAtViolationTests
{
    /// <summary>Much longer than any test may take: what ends earlier was stopped.</summary>
    private static readonly Plan Long = Store.Quick with { StopAtViolation = true, TimeLimitSeconds = 3600, LivenessSeconds = 3600 };

    private Store _store = null!;

    [SetUp]
    public void MakeStore() => _store = new Store();

    [TearDown]
    public void DropStore() => _store.Dispose();

    [TestCase("register")]
    [TestCase("append")]
    [TestCase("set")]
    public async Task A_run_ends_at_the_first_violation_and_says_so(string workload)
    {
        var watcher = new Watcher();
        var run = await _store.RunAsync(Long with { Workload = workload }, new MemoryCluster { StaleNode = "n4" }, watcher);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Invalid), run.Verdict.Summary);
        Assert.That(run.Verdict.Summary, Does.Match("^stopped at the first violation, [0-9.]+ s after the start: key "));
        Assert.That(run.Verdict.Parts[0].Validity, Is.EqualTo(Validity.Invalid), "the check of the whole history finds it too");
        Assert.That(run.Phases.Select(phase => phase.Phase), Does.Not.Contain(Phase.Liveness).And.Not.Contain(Phase.FinalReads));
        Assert.That(watcher.Notices, Has.One.StartsWith("stopped at the first violation: key "));
    }

    [Test]
    public async Task Nothing_is_asked_after_the_heal_and_all_that_was_asked_has_ended()
    {
        var run = await _store.RunAsync(Long, new MemoryCluster { StaleNode = "n4" });

        var healNs = run.Phases.Single(phase => phase.Phase == Phase.Check).TimeNs;
        Assert.That(run.History.Where(e => e.TimeNs > healNs), Is.Empty);
        Assert.That(run.History.Count(e => e.Type == EventType.Invoke), Is.EqualTo(run.History.Count(e => e.Type != EventType.Invoke)));
    }

    [Test]
    public async Task Faults_in_force_are_healed_first()
    {
        var isBroken = false;
        var cluster = new MemoryCluster
        {
            StaleNode = "n4",
            Before = (node, _, deadline) => Task.Delay(node != "n4" || Volatile.Read(ref isBroken) ? 0 : Timeout.Infinite, deadline),
        };
        var watcher = new Watcher { OnFault = _ => Volatile.Write(ref isBroken, true) };
        var run = await _store.RunAsync(Long with { Nemesis = ["partition"] }, cluster, watcher);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Invalid), run.Verdict.Summary);
        Assert.That(cluster.Applied, Is.Not.Empty);
        Assert.That(cluster.Applied[^1].IsHeal, Is.True);
    }

    [Test]
    public async Task A_run_without_violation_is_played_to_its_end()
    {
        var run = await _store.RunAsync(Store.Quick with { StopAtViolation = true, OperationsPerKey = 20 }, new MemoryCluster());

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Valid), run.Verdict.Summary);
        Assert.That(run.Phases.Select(phase => phase.Phase), Is.EqualTo(Enum.GetValues<Phase>()));
    }

    [Test]
    public async Task Judged_again_a_stopped_run_says_the_same()
    {
        var run = await _store.RunAsync(Long, new MemoryCluster { StaleNode = "n4" });
        var loaded = RunDirectory.Load(Path.Combine(_store.Root, "latest"));
        var again = Judge.Decide(run.Plan, new LinearizabilityChecker(), loaded.History, loaded.Receipts, Judge.Witnessed(loaded.Verdict));

        Assert.That(again.Summary, Is.EqualTo(run.Verdict.Summary));
    }

    [Test]
    public void Checks_that_contradict_each_other_prove_nothing()
    {
        HistoryEvent[] evidence = [new() { Index = 0, TimeNs = 0, Process = new ProcessId(1), Type = EventType.Invoke, F = "read" }];
        var found = new Verdict("streaming", Validity.Invalid, "key k: something") { Evidence = evidence };
        var verdict = Judge.Decide(Store.Quick, new LinearizabilityChecker(), evidence, [], [found]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Does.Contain("has a bug"));
    }
}
