using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class GzipTests
{
    private static readonly byte[] Packed = Reading.Pack(string.Concat(Enumerable.Range(0, 5000).Select(i =>
        $$"""
        {"index":{{2 * i}},"process":1,"type":"invoke","f":"write","value":{{i * 7919 % 5003}}}
        {"index":{{(2 * i) + 1}},"process":1,"type":"ok","f":"write","value":{{i * 7919 % 5003}}}

        """)));

    [Test]
    public void What_is_packed_is_read_to_its_end() => Assert.That(Reading.Of(Packed).Events, Has.Count.EqualTo(10_000));

    [Test]
    public void A_packed_file_that_is_cut_off_is_an_error_at_the_line_that_could_not_be_read()
    {
        var thrown = Assert.Throws<HistoryFormatException>(() => Reading.Of(Packed[..(Packed.Length / 2)]))!;
        Assert.That(thrown.Reason, Is.EqualTo("the gz is cut off or damaged here"));
        Assert.That(thrown.LineNumber, Is.InRange(2000, 9000));
    }

    [Test]
    public void Wherever_it_is_cut_off_it_is_an_error([Values(3, 9, 10, 11, 500, -9, -8, -4, -1)] int length) =>
        Assert.That(() => Reading.Of(Packed[..(length < 0 ? Packed.Length + length : length)]), Throws.TypeOf<HistoryFormatException>());

    [Test]
    public void A_byte_that_changed_is_an_error()
    {
        byte[] damaged = [.. Packed];
        damaged[Packed.Length / 2] ^= 0x40;
        Assert.That(() => Reading.Of(damaged), Throws.TypeOf<HistoryFormatException>());
    }
}
