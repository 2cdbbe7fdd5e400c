using RaftTorture.Checking.Histories;
using RaftTorture.Cli.Progress;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests;

public class ProgressTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void The_rate_and_the_latency_are_those_of_the_last_second()
    {
        var meter = Meter();
        meter.OperationCompleted(EventType.Ok, "read", 9_000_000);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        meter.OperationCompleted(EventType.Ok, "read", 2_000_000);
        meter.OperationCompleted(EventType.Info, "write", 4_000_000);

        var reading = meter.Read();

        Assert.That((reading.OperationsPerSecond, reading.P50Ns, reading.P99Ns), Is.EqualTo((2, 2_000_000L, 4_000_000L)));
        Assert.That((reading.Ok, reading.Fail, reading.Info), Is.EqualTo((2L, 0L, 1L)));
    }

    [Test]
    public void The_time_that_is_left_counts_down_during_the_faults()
    {
        var meter = Meter();
        meter.PhaseStarted(new PhaseStarted(Phase.Faults, 0));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(meter.Read().Remaining, Is.EqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public void A_healed_fault_is_no_longer_in_force()
    {
        var meter = Meter();
        meter.FaultApplied(Receipt("kill", "n1", isHeal: false));
        meter.FaultApplied(Receipt("kill", "n2", isHeal: false));
        meter.FaultApplied(Receipt("start", "n1", isHeal: true));

        Assert.That(meter.Read().FaultsInForce, Is.EqualTo(new[] { "kill n2" }));
    }

    [Test]
    public void The_line_for_logs_says_it_all()
    {
        var meter = Meter();
        meter.PhaseStarted(new PhaseStarted(Phase.Faults, 0));
        meter.LeaderChanged(new LeaderSeen(0, "n3", 4));
        meter.FaultApplied(Receipt("kill", "n1", isHeal: false));
        meter.OperationCompleted(EventType.Ok, "read", 2_000_000);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(
            PlainProgress.Line(meter.Read()),
            Is.EqualTo("1 s faults, 1 ops/s, p50 2 ms p99 2 ms, 1 ok 0 fail 0 info, n3 leads term 4, kill n1"));
    }

    [Test]
    public void A_notice_is_shown_once()
    {
        var meter = Meter();
        meter.Notice("found a node of a dead run");

        Assert.That(meter.TakeNotices(), Is.EqualTo(new[] { "found a node of a dead run" }));
        Assert.That(meter.TakeNotices(), Is.Empty);
    }

    private RunMeter Meter() => new(new Plan { Seed = 1, TimeLimitSeconds = 60 }, _time);

    private static Receipt Receipt(string f, string nodes, bool isHeal) => new(FaultKind.Kill, f, nodes, isHeal, true, "seen", 0, 1);

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
