using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Files;
using RaftTorture.Running.Tests.Fakes;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Tests;

public sealed class RunnerTests
{
    private static IEnumerable<TestCaseData> Families =>
        NemesisCatalog.Families.Select(family => new TestCaseData(family).SetArgDisplayNames(family.Name));

    private Store _store = null!;

    [SetUp]
    public void MakeStore() => _store = new Store();

    [TearDown]
    public void DropStore() => _store.Dispose();

    [TestCase("register")]
    [TestCase("append")]
    [TestCase("set")]
    public async Task An_honest_cluster_is_found_valid(string workload)
    {
        var run = await _store.RunAsync(Store.Quick with { Workload = workload, Nemesis = ["all"] }, new MemoryCluster());

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Valid), run.Verdict.Summary);
        Assert.That(run.Verdict.Parts.Select(part => part.Checker), Is.SupersetOf(new[] { "stats", "faults", "liveness" }));
        Assert.That(run.History.Count(e => e.Type == EventType.Ok), Is.GreaterThan(500));
        Assert.That(run.Phases.Select(phase => phase.Phase), Is.EqualTo(Enum.GetValues<Phase>()));
    }

    [Test]
    public async Task A_cluster_that_serves_stale_reads_is_found_invalid()
    {
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster { StaleNode = "n4" });

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Invalid), run.Verdict.Summary);
        Assert.That(run.Verdict.Parts[0].Validity, Is.EqualTo(Validity.Invalid));
    }

    [TestCaseSource(nameof(Families))]
    public async Task A_family_without_effect_leaves_the_run_unknown_and_is_named(FaultFamily family)
    {
        var plan = Store.Quick with { World = "docker", Nemesis = [family.Name] };
        var run = await _store.RunAsync(plan, new MemoryCluster { HasIdleFaults = true });

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.Verdict.Summary, Does.StartWith($"{run.Receipts[0].F} (").Or.StartWith($"no {family.Name} was seen"));
        Assert.That(run.Verdict.Summary, Does.Contain("nothing changed"));
    }

    [Test]
    public async Task A_trigger_strikes_while_what_it_waits_for_goes_on_and_its_receipt_says_so()
    {
        var cluster = new MemoryCluster { Before = (_, _, deadline) => Task.Delay(5, deadline) };
        var plan = Store.Quick with { Nemesis = [], Triggers = ["kill one when write-in-flight"] };
        var run = await _store.RunAsync(plan, cluster);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Valid), run.Verdict.Summary);
        Assert.That(run.Receipts[0], Has.Property("F").EqualTo("kill").And.Property("Cause").EqualTo(plan.Triggers[0]));
        Assert.That(run.Receipts[0].Evidence, Does.Match("^when write-in-flight: of .+ through n[1-5], [0-9.]+ ms before: seen$"));
    }

    [Test]
    public async Task A_trigger_that_is_never_pulled_leaves_the_run_unknown()
    {
        var cluster = new MemoryCluster { Passed = { ["TimeoutNow"] = 7 } };
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["kill"], Triggers = ["kill one when message TimeoutNow 1"] }, cluster);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.Verdict.Summary, Does.StartWith("the trigger 'kill one when message TimeoutNow 1' was never pulled"));
    }

    [TestCase("pause-kill")]
    [TestCase("part-kill")]
    public async Task A_recipe_that_has_to_wait_for_another_leader_in_vain_leaves_the_run_unknown(string recipe)
    {
        var run = await _store.RunAsync(Store.Quick with { Nemesis = [recipe] }, new MemoryCluster());

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.Verdict.Summary, Does.StartWith($"the recipe {recipe} was never played to its end"));
    }

    [Test]
    public void A_fault_that_the_cluster_cannot_do_is_refused_before_anything_starts()
    {
        var cluster = new MemoryCluster { Unsupported = FaultKind.Pause };

        var refusal = Assert.ThrowsAsync<PlanException>(() => _store.RunAsync(Store.Quick with { Nemesis = ["kill", "pause"] }, cluster));

        Assert.That(refusal.Message, Is.EqualTo("the local world cannot do pause here: this machine cannot; use another"));
        Assert.That(cluster.IsStarted, Is.False);
    }

    [Test]
    public async Task Every_fault_is_healed_before_the_run_ends()
    {
        var cluster = new MemoryCluster();
        await _store.RunAsync(Store.Quick with { Nemesis = ["all"], TimeLimitSeconds = 1 }, cluster);

        foreach (var family in cluster.Applied.GroupBy(fault => fault.Kind))
            Assert.That(family.Select(fault => fault.IsHeal), Is.EqualTo(family.Select((_, i) => !family.Key.IsMomentary() && i % 2 == 1)), family.Key.ToString());
        Assert.That(cluster.Applied.GroupBy(fault => fault.Kind).Count(), Is.EqualTo(7));
    }

    [Test]
    public async Task A_heal_that_was_not_seen_is_tried_again_at_the_end_and_the_members_grow_last()
    {
        var attempts = 0;
        var cluster = new MemoryCluster { ThrowOn = fault => fault is Fault.Grow && ++attempts <= 2 };
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["membership", "kill"], TimeLimitSeconds = 0.3, NemesisIntervalSeconds = 0.1 }, cluster);

        Assert.That(cluster.Applied.OfType<Fault.Shrink>().Count(), Is.Positive);
        Assert.That(run.Receipts.Last(receipt => receipt.Kind == FaultKind.Membership), Has.Property("F").EqualTo("grow").And.Property("Confirmed").True);
        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Valid), run.Verdict.Summary);
    }

    [Test]
    public async Task A_node_that_could_not_be_brought_back_into_the_cluster_need_not_catch_up_and_the_run_is_unknown()
    {
        var cluster = new MemoryCluster { ThrowOn = fault => fault is Fault.Grow, HidesWhoLeft = true };
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["membership"], LivenessSeconds = 2 }, cluster);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.Verdict.Summary, Does.StartWith("a membership was not seen to heal: no such process"));
        Assert.That(run.Verdict.Parts.Single(part => part.Checker == "liveness").Validity, Is.EqualTo(Validity.Valid));
    }

    [Test]
    public async Task A_fault_that_throws_is_still_healed_and_confirms_nothing()
    {
        var cluster = new MemoryCluster { ThrowOn = fault => fault is Fault.Kill };
        var run = await _store.RunAsync(Store.Quick with { Nemesis = ["kill"] }, cluster);

        Assert.That(run.Receipts[0].Confirmed, Is.False);
        Assert.That(run.Receipts[0].Evidence, Is.EqualTo("no such process"));
        Assert.That(run.Receipts[1].F, Is.EqualTo("start"));
    }

    [Test]
    public async Task An_interrupt_heals_and_still_leaves_a_verdict_and_every_file()
    {
        using var interrupt = new CancellationTokenSource();
        var watcher = new Watcher { OnFault = _ => interrupt.Cancel() };
        var plan = Store.Quick with { TimeLimitSeconds = 600, Nemesis = ["partition"] };
        var run = await _store.RunAsync(plan, new MemoryCluster(), watcher, interrupt.Token);

        Assert.That(run.Receipts.Select(receipt => receipt.F), Is.EqualTo(new[] { "start-partition", "stop-partition" }));
        Assert.That(run.Verdict.Summary, Does.StartWith("interrupted"));
        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.Verdict.Facts, Has.Member(new KeyValuePair<string, string>("interrupted", "yes")));
        var loaded = RunDirectory.Load(Path.Combine(_store.Root, "latest"));
        Assert.That(loaded.Verdict.Validity, Is.EqualTo(run.Verdict.Validity));
        Assert.That(loaded.History, Is.EqualTo(run.History));
    }

    [Test]
    public async Task A_node_whose_clients_never_come_back_breaks_liveness()
    {
        var cluster = new MemoryCluster { Before = (node, _, deadline) => node == "n3" ? Task.Delay(Timeout.Infinite, deadline) : Task.CompletedTask };
        var run = await _store.RunAsync(Store.Quick with { LivenessSeconds = 0.3 }, cluster);

        var liveness = run.Verdict.Parts.Single(part => part.Checker == "liveness");
        Assert.That(liveness.Validity, Is.EqualTo(Validity.Invalid));
        Assert.That(liveness.Summary, Is.EqualTo("clients of n3 got nothing done within 0.3 s of the last heal"));
    }

    [Test]
    public async Task A_node_that_never_answers_for_itself_breaks_liveness_though_clients_are_served_elsewhere()
    {
        var run = await _store.RunAsync(Store.Quick with { LivenessSeconds = 0.5 }, new MemoryCluster { LostNodes = ["n4"] });

        var liveness = run.Verdict.Parts.Single(part => part.Checker == "liveness");
        Assert.That(liveness.Validity, Is.EqualTo(Validity.Invalid));
        Assert.That(liveness.Summary, Is.EqualTo("n4 did not catch up within 0.5 s of the last heal"));
    }

    [TestCase(70, Validity.Invalid, TestName = "A_node_that_ended_by_itself_is_a_finding")]
    [TestCase(137, Validity.Unknown, TestName = "A_node_that_somebody_else_killed_makes_the_run_unknown")]
    public async Task A_node_ended_without_a_fault(int code, Validity validity)
    {
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster { UnexpectedExits = [new NodeExit("n1", code, "n1 ended by itself")] });

        Assert.That(run.Verdict.Validity, Is.EqualTo(validity));
        Assert.That(run.Verdict.Summary, Does.StartWith("n1 ended by itself"));
    }

    [Test]
    public async Task Every_key_is_read_back_at_the_end()
    {
        var run = await _store.RunAsync(Store.Quick with { OperationsPerKey = 20 }, new MemoryCluster());

        var keys = run.History.Select(e => e.Key).OfType<string>().ToHashSet();
        var finalReadsNs = run.Phases.Single(phase => phase.Phase == Phase.FinalReads).TimeNs;
        var readBack = run.History.Where(e => e.TimeNs >= finalReadsNs && e.Type == EventType.Ok).GroupBy(e => e.Key!).ToList();
        Assert.That(keys, Has.Count.GreaterThan(20));
        Assert.That(readBack.Select(key => key.Key), Is.EquivalentTo(keys));
        Assert.That(readBack, Has.All.Matches<IGrouping<string, HistoryEvent>>(key => key.Select(e => e.Node).Distinct().Count() == 3));
    }

    [Test]
    public async Task The_leader_of_the_highest_term_is_noted_once()
    {
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster());

        Assert.That(run.Leaders.Select(leader => (leader.Node, leader.Term)), Is.EqualTo(new[] { ("n2", 3L) }));
    }

    [Test]
    public async Task Nodes_that_cannot_be_asked_who_leads_are_noted_once_and_cost_no_run()
    {
        var watcher = new Watcher();
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster { IsDumb = true }, watcher);

        Assert.That(watcher.Notices, Is.EqualTo(new[] { "nobody can be asked who leads: no answer" }));
        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Valid), run.Verdict.Summary);
    }

    [Test]
    public async Task Whoever_watches_is_told_of_every_operation()
    {
        var watcher = new Watcher();
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster(), watcher);

        Assert.That(watcher.CompletedCount, Is.EqualTo(run.History.Count(e => e.Type == EventType.Invoke)));
    }

    [Test]
    public async Task An_interrupt_while_the_cluster_starts_still_leaves_a_verdict()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();
        var run = await _store.RunAsync(Store.Quick, new MemoryCluster(), interrupt: interrupt.Token);

        Assert.That(run.Verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(run.History, Is.Empty);
    }
}
