using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Digests;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Tests;

public class DigestTests
{
    [Test]
    public void Operations_are_paired_by_process_and_the_last_may_stay_open()
    {
        HistoryEvent[] history =
        [
            Event(0, 0, EventType.Invoke),
            Event(1, 1, EventType.Invoke),
            Event(2, 1, EventType.Ok),
            Event(3, 0, EventType.Info),
            Event(4, 5, EventType.Invoke),
        ];

        var spans = OperationSpan.Pair(history);

        Assert.That(spans.Select(span => span.Outcome), Is.EqualTo(new[] { Outcome.Info, Outcome.Ok, Outcome.Open }));
        Assert.That(spans.Select(span => span.LatencyNs), Is.EqualTo(new long?[] { 3, 1, null }));
    }

    [Test]
    public void The_nemesis_is_no_client()
    {
        var nemesis = Event(0, 0, EventType.Info) with { Process = ProcessId.Nemesis, F = "kill" };

        Assert.That(OperationSpan.Pair([nemesis, nemesis with { Index = 1 }]), Is.Empty);
    }

    [Test]
    public void Open_operations_count_as_unknown()
    {
        var counts = OutcomeCount.ByFunction(OperationSpan.Pair([Event(0, 0, EventType.Invoke)]));

        Assert.That(counts, Is.EqualTo(new[] { new OutcomeCount("read", 0, 0, 1) }));
    }

    [Test]
    public void A_heal_ends_the_fault_that_it_names()
    {
        Receipt[] receipts = [Kill("n1", 10), Kill("n2", 20), Start("n1", 30), Start("n2", 40)];

        var periods = FaultPeriod.From(receipts, endNs: 100);

        Assert.That(periods.Select(period => (period.Description, period.StartNs, period.EndNs)), Is.EqualTo(new[] { ("n1", 10L, 31L), ("n2", 20L, 41L) }));
    }

    [Test]
    public void A_heal_that_names_none_ends_all_of_its_family()
    {
        Receipt[] receipts = [Kill("n1", 10), Kill("n2", 20), Start("n1 n2 n3", 30)];

        Assert.That(FaultPeriod.From(receipts, endNs: 100).Select(period => period.EndNs), Is.EqualTo(new[] { 31L, 31L }));
    }

    [Test]
    public void A_fault_that_was_never_healed_lasts_until_the_end() =>
        Assert.That(FaultPeriod.From([Kill("n1", 10)], endNs: 100).Single().EndNs, Is.EqualTo(100));

    [Test]
    public void A_heal_that_was_not_seen_ends_nothing() =>
        Assert.That(FaultPeriod.From([Kill("n1", 10), Start("n1", 30) with { Confirmed = false }], endNs: 100).Single().EndNs, Is.EqualTo(100));

    [Test]
    public void A_momentary_fault_lasts_as_long_as_it_took()
    {
        var moved = new Receipt(FaultKind.Transfer, "transfer-leadership", "to n2", IsHeal: false, Confirmed: true, "n2 leads", 10, 25);

        Assert.That(FaultPeriod.From([moved], endNs: 100), Is.EqualTo(new[] { new FaultPeriod(FaultKind.Transfer, "to n2", 10, 25) }));
    }

    [Test]
    public void The_first_leader_is_no_change()
    {
        var run = SyntheticRun.Of(operations: 50);

        Assert.That(RunDigest.Of(run with { Leaders = [new LeaderSeen(1, "n1", 1)] }).LeaderChanges, Is.Zero);
        Assert.That(RunDigest.Of(run with { Leaders = [new LeaderSeen(1, "n1", 1), new LeaderSeen(2, "n2", 2)] }).LeaderChanges, Is.EqualTo(1));
    }

    [TestCase(950, "950 ns")]
    [TestCase(1_234, "1.23 µs")]
    [TestCase(45_600_000, "45.6 ms")]
    [TestCase(3_000_000_000, "3 s")]
    [TestCase(125_000_000_000, "2 min 5 s")]
    public void A_duration_is_said_in_the_unit_that_fits(long durationNs, string said) =>
        Assert.That(Duration.Of(durationNs), Is.EqualTo(said));

    [Test]
    public void The_command_that_repeats_a_run_is_quoted_for_a_shell()
    {
        var command = RepeatCommand.For(new Plan { Seed = 5, Name = "it's $HOME" });

        Assert.That(command, Does.Contain("--seed 5").And.Contain("--nemesis none").And.Contain("""--name 'it'\''s $HOME'"""));
    }

    private static HistoryEvent Event(long index, int process, EventType type) =>
        new() { Index = index, TimeNs = index, Process = new ProcessId(process), Type = type, F = "read", Key = "k" };

    private static Receipt Kill(string node, long startNs) => new(FaultKind.Kill, "kill", node, false, true, "gone", startNs, startNs + 1);

    private static Receipt Start(string nodes, long startNs) => new(FaultKind.Kill, "start", nodes, true, true, "back", startNs, startNs + 1);
}
