namespace RaftTorture.Kv.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogClockTests
{
    private readonly LogClock _clock = new();

    [Test]
    public void It_counts_on_from_the_newest_stamp_with_the_servers_own_clock()
    {
        _clock.Hear(logTimeMs: 5000, nowMs: 100);

        Assert.That(_clock.Stamp(nowMs: 130), Is.EqualTo(5030));
    }

    [Test]
    public void A_leader_loses_no_time_to_its_own_entries_that_commit_later()
    {
        _clock.Hear(logTimeMs: 5000, nowMs: 100);
        var stamp = _clock.Stamp(nowMs: 110);

        _clock.Hear(stamp, nowMs: 190);

        Assert.That(_clock.Stamp(nowMs: 200), Is.EqualTo(5100));
    }

    [Test]
    public void It_never_stamps_less_than_before_though_the_servers_clock_is_behind_where_it_heard_last()
    {
        _clock.Hear(logTimeMs: 5000, nowMs: 100);

        Assert.That(_clock.Stamp(nowMs: 0), Is.EqualTo(5000));
    }
}
