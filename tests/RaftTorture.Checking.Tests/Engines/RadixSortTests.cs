using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines;

internal sealed class RadixSortTests
{
    [Test]
    public void Items_stand_by_their_keys_and_those_of_equal_keys_in_their_order(
        [Values(0, 1, 2, 63, 64, 65, 5_000)] int count,
        [Values(1, 7, 3_000, int.MaxValue)] int keys)
    {
        var dice = new Dice((ulong)(count + keys));
        var keyOf = Enumerable.Range(0, count).Select(_ => dice.Percent(5) ? Call.Never : (long)dice.Below(keys)).ToArray();
        int[] items = [.. Enumerable.Range(0, count)];
        RadixSort.Sort(items, item => keyOf[item], Deadline.None);
        Assert.That(items, Is.EqualTo(Enumerable.Range(0, count).OrderBy(item => keyOf[item])));
    }

    [Test]
    public void A_key_below_zero_is_refused() => Assert.That(() => RadixSort.Sort([1, 2], _ => -1, Deadline.None), Throws.TypeOf<OverflowException>());
}
