using RaftTorture.Simulation.Time;

namespace RaftTorture.Simulation.Tests.Time;

public sealed class NodeClockTests
{
    [Test]
    public void A_clock_starts_anywhere_and_runs_at_its_own_rate()
    {
        var clock = new NodeClock(offsetMs: 500, naturalPermille: 1_100);
        Assert.That((clock.ReadMs(0), clock.ReadMs(1_000_000)), Is.EqualTo((500, 1_600)));
    }

    [Test]
    public void Another_rate_changes_nothing_of_what_it_has_shown()
    {
        var clock = new NodeClock(offsetMs: 0, naturalPermille: 1_000);
        clock.Run(nowUs: 1_000_000, ratePermille: 0);
        Assert.That(clock.ReadMs(5_000_000), Is.EqualTo(1_000), "it stands still");
        clock.Run(nowUs: 5_000_000, ratePermille: 2_000);
        Assert.That(clock.ReadMs(6_000_000), Is.EqualTo(3_000));
    }

    [Test]
    public void A_jump_goes_ahead_and_the_rate_stays()
    {
        var clock = new NodeClock(offsetMs: 0, naturalPermille: 1_000);
        clock.Jump(nowUs: 1_000_000, aheadMs: 50);
        Assert.That((clock.ReadMs(1_000_000), clock.ReadMs(2_000_000)), Is.EqualTo((1_050, 2_050)));
    }

    [TestCase(1_000, ExpectedResult = 1_500)]
    [TestCase(500, ExpectedResult = 2_000)]
    [TestCase(0, ExpectedResult = long.MaxValue)]
    public long True_time_is_told_from_what_it_will_show(int ratePermille)
    {
        var clock = new NodeClock(offsetMs: 0, naturalPermille: 1_000);
        clock.Run(nowUs: 1_000_000, ratePermille);
        return clock.TrueMsAt(clockMs: 1_500, nowUs: 1_000_000);
    }
}
