using RaftTorture.Scenarios;
using RaftTorture.Targets.Kernel.Packets;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>What the shaper does to 100 000 packets, one a millisecond. The bounds are six standard deviations: 2 in 10^9 by bad luck, were the seed not fixed.</summary>
public sealed class PacketShaperTests
{
    private const int Count = 100_000;
    private const int Bytes = 1000;

    private static readonly PacketShape Open = new(0, 0, null, 0, 0, 0, 0, 0);

    [Test]
    public void An_open_link_changes_nothing() =>
        Assert.That(Play(Open), Is.All.Matches<(double At, PacketFate Fate)>(each => each.Fate == new PacketFate(false, each.At, false, null)));

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(90)]
    public void So_many_are_lost_as_were_asked_for(double percent) =>
        AssertShare(percent, Play(Open with { LossPercent = percent }).Count(each => each.Fate.IsLost));

    [Test]
    public void Copies_and_changes_come_as_often_as_they_were_asked_for()
    {
        var fates = Play(Open with { DuplicatePercent = 10, CorruptPercent = 3 });
        AssertShare(10, fates.Count(each => each.Fate.IsDoubled));
        AssertShare(3, fates.Count(each => each.Fate.FlipLuck is not null));
        Assert.That(fates.Select(each => each.Fate.FlipLuck).OfType<double>().Average(), Is.EqualTo(0.5).Within(0.04));
    }

    [Test]
    public void A_correlation_leaves_the_share_and_makes_bursts()
    {
        var lost = Play(Open with { LossPercent = 20, CorrelationPercent = 75 }).Select(each => each.Fate.IsLost).ToArray();
        AssertShare(20, lost.Count(each => each), correlation: 0.75);
        var bursts = lost.Zip(lost.Skip(1)).Count(pair => !pair.First && pair.Second);
        Assert.That((double)lost.Count(each => each) / bursts, Is.EqualTo(1 / (0.25 * 0.8)).Within(0.3), "mean length of a burst: 1 / ((1 - r)(1 - p))");
    }

    [Test]
    public void Delays_fill_the_jitter_and_nothing_else()
    {
        // A packet a second: none waits for the one before.
        var delays = Play(Open with { DelayMs = 100, JitterMs = 30 }, gapMs: 1000).Select(each => each.Fate.DueMs - each.At).ToArray();
        Assert.That((delays.Min(), delays.Max()), Is.EqualTo((70.0, 130.0)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 0.1 && Math.Abs(a.Item2 - b.Item2) < 0.1));
        Assert.That(delays.Average(), Is.EqualTo(100).Within(0.4));
    }

    [Test]
    public void Jitter_overtakes_nothing() =>
        Assert.That(Play(Open with { DelayMs = 50, JitterMs = 50 }).Select(each => each.Fate.DueMs), Is.Ordered);

    [Test]
    public void Those_that_overtake_do_not_wait()
    {
        var fates = Play(Open with { DelayMs = 50, ReorderPercent = 25 });
        AssertShare(25, fates.Count(each => each.Fate.DueMs == each.At));
        Assert.That(fates.Count(each => each.Fate.DueMs == each.At + 50), Is.EqualTo(Count - fates.Count(each => each.Fate.DueMs == each.At)));
    }

    [Test]
    public void A_line_carries_no_more_than_its_rate_and_drops_what_it_falls_behind_with()
    {
        // Twice as much comes as the line carries.
        var carried = Play(Open with { BytesPerSecond = 500 * Bytes }).Where(each => !each.Fate.IsLost).ToArray();
        Assert.That(carried, Has.Length.EqualTo(Count / 2).Within(600));
        Assert.That(carried.Zip(carried.Skip(1)).Min(pair => pair.Second.Fate.DueMs - pair.First.Fate.DueMs), Is.EqualTo(2).Within(1e-6));
        Assert.That(carried.Max(each => each.Fate.DueMs - each.At), Is.LessThanOrEqualTo(PacketShape.BacklogMs + 2));
    }

    [Test]
    public void A_seed_repeats_all_of_it()
    {
        var shape = new PacketShape(20, 10, 1_000_000, 5, 5, 5, 5, 50);
        var (first, again, other) = (Play(shape), Play(shape), Play(shape, seed: 2));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    private static (double At, PacketFate Fate)[] Play(PacketShape shape, double gapMs = 1, long seed = 1)
    {
        var shaper = new PacketShaper(shape, new Dice(seed));
        return [.. Enumerable.Range(0, Count).Select(number => (number * gapMs, shaper.Next(Bytes, number * gapMs)))];
    }

    private static void AssertShare(double percent, int seen, double correlation = 0)
    {
        var share = percent / 100;
        var deviation = Math.Sqrt(Count * share * (1 - share) * (1 + correlation) / (1 - correlation));
        Assert.That(seen, Is.EqualTo(Count * share).Within(6 * deviation));
    }
}
