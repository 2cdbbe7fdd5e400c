using RaftTorture.Running.Data;

namespace RaftTorture.Running.Tests;

public sealed class BogusDataTests
{
    [Test]
    public void The_same_seed_gives_the_same_words_whatever_was_asked_before()
    {
        var (first, second) = (new BogusData(42), new BogusData(42));
        first.Key(1000);

        Assert.That(first.Key(3), Is.EqualTo(second.Key(3)));
        Assert.That(first.Value(3), Is.EqualTo(second.Value(3)));
        Assert.That(Enumerable.Range(0, 50).Select(n => first.Key(n)), Is.Not.EqualTo(Enumerable.Range(0, 50).Select(n => new BogusData(43).Key(n))));
    }

    [Test]
    public void Keys_and_values_are_unique_and_plain()
    {
        var data = new BogusData(1);
        var texts = Enumerable.Range(0, 2000).SelectMany(n => new[] { data.Key(n), data.Value(n).ToString()! }).ToList();

        Assert.That(texts.Distinct().Count(), Is.EqualTo(4000));
        Assert.That(texts, Has.All.Match("^[a-z0-9-]+$"));
    }
}
