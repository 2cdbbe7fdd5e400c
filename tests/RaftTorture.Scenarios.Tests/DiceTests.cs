namespace RaftTorture.Scenarios.Tests;

public sealed class DiceTests
{
    /// <summary>From a second implementation in another language: splitmix64 from 0 fills the state of xoshiro256**.</summary>
    [Test]
    public void The_stream_is_that_of_an_independent_implementation()
    {
        var dice = new Dice(0);

        Assert.That(new[] { dice.Bits(), dice.Bits(), dice.Bits() }, Is.EqualTo(new[] { 0x99ec5f36cb75f2b4UL, 0xbf6e1f784956452aUL, 0x1a5f849d4933e6e0UL }));
    }

    [Test]
    public void A_copy_throws_the_same_numbers()
    {
        var dice = new Dice(7);
        var copy = dice;

        Assert.That(Throw(ref dice, 20), Is.EqualTo(Throw(ref copy, 20)));
    }

    [Test]
    public void Forks_differ_by_purpose_and_not_by_when_they_are_made_elsewhere()
    {
        var dice = new Dice(7);
        var (a, again, b) = (dice.Fork("rate"), dice.Fork("rate"), dice.Fork("keys"));

        var thrown = Throw(ref a, 20);
        Assert.That(Throw(ref again, 20), Is.EqualTo(thrown));
        Assert.That(Throw(ref b, 20), Is.Not.EqualTo(thrown));
    }

    [Test]
    public void Every_face_comes_up_about_as_often()
    {
        var dice = new Dice(1);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[dice.Below(6)]++;

        Assert.That(counts, Has.All.InRange(9_600, 10_400));
    }

    [Test]
    public void A_shuffle_keeps_every_item_and_reaches_every_order()
    {
        var dice = new Dice(3);
        var orders = Enumerable.Range(0, 500).Select(_ => string.Concat(dice.Shuffle("abc"))).Distinct();

        Assert.That(orders, Is.EquivalentTo(new[] { "abc", "acb", "bac", "bca", "cab", "cba" }));
    }

    private static int[] Throw(ref Dice dice, int count)
    {
        var thrown = new int[count];
        for (var i = 0; i < count; i++)
            thrown[i] = dice.Below(1000);
        return thrown;
    }
}
