using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class FormatDetectionTests
{
    [TestCase(0, HistoryFormat.JsonLines)]
    [TestCase(1, HistoryFormat.Edn)]
    [TestCase(2, HistoryFormat.Edn)]
    [TestCase(3, HistoryFormat.JepsenLog)]
    public void A_format_is_told_by_its_content_and_the_events_are_the_same_in_all(int sample, HistoryFormat format)
    {
        var file = Reading.Of(Samples.All[sample]);
        Assert.That(file.Format, Is.EqualTo(format));
        Assert.That(Reading.Lines(file), Is.EqualTo(Reading.Lines(Reading.Of(Samples.JsonLines))));
    }

    [Test]
    public void Each_format_may_be_packed([Range(0, 3)] int sample)
    {
        var file = Reading.Of(Reading.Pack(Samples.All[sample]));
        Assert.That(file.IsPacked, Is.True);
        Assert.That(file.Events, Is.EqualTo(Reading.Of(Samples.All[sample]).Events));
    }

    [Test]
    public void A_byte_order_mark_and_empty_lines_are_no_content() =>
        Assert.That(Reading.Of("\uFEFF\r\n \n" + Samples.JsonLines).Events, Has.Count.EqualTo(8));

    [TestCase("")]
    [TestCase(" \n\n")]
    public void A_file_without_content_is_empty(string text) => Assert.That(Reading.Of(text).Format, Is.EqualTo(HistoryFormat.Empty));

    [TestCase("\n\nnot a history", "history line 3: this begins no history: neither JSON lines, nor EDN, nor a log of Jepsen")]
    [TestCase("[{\"process\":1}]", "history line 1: it is a JSON list, not an object a line")]
    [TestCase("\0\u0001\u0002\uFFFD", "history line 1: this begins no history")]
    public void What_is_no_history_is_said_in_a_line(string text, string message) =>
        Assert.That(() => Reading.Of(text), Throws.TypeOf<HistoryFormatException>().With.Message.StartsWith(message));

    [Test]
    public void A_file_of_two_formats_is_an_error_where_the_second_begins() => Assert.Multiple(() =>
    {
        Assert.That(() => Reading.Of(Samples.JsonLines + Samples.Edn), Throws.TypeOf<HistoryFormatException>().With.Property("LineNumber").EqualTo(9));
        Assert.That(() => Reading.Of(Samples.Edn + Samples.JsonLines), Throws.TypeOf<HistoryFormatException>().With.Property("LineNumber").EqualTo(9));
    });
}
