using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class JsonLinesFormatTests
{
    private const string Invoke = """{"process":1,"type":"invoke","f":"write","key":"k1","value":1234567}""" + "\n";
    private const string Ok = """{"process":1,"type":"ok","f":"write","key":"k1","value":1234567}""" + "\n";

    [Test]
    public void What_lines_repeat_is_held_once()
    {
        var events = Reading.Of(Invoke + Ok).Events;
        Assert.That(events[1].F, Is.SameAs(events[0].F));
        Assert.That(events[1].Key, Is.SameAs(events[0].Key));
        Assert.That(events[1].Value, Is.SameAs(events[0].Value));
    }

    [Test]
    public void A_key_is_the_same_as_a_number_and_as_a_text() =>
        Assert.That(
            Reading.Of("""{"process":1,"type":"invoke","f":"read","key":7}""" + "\n" + """{"process":1,"type":"ok","f":"read","key":"7"}""").Events,
            Has.All.Property("Key").EqualTo("7"));

    [Test]
    public void A_line_of_ten_megabytes_is_an_error_and_not_read_to_its_end() =>
        Assert.That(
            () => Reading.Of(Invoke + "{\"f\":\"" + new string('x', 10_000_000) + "\"}\n"),
            Throws.TypeOf<HistoryFormatException>().With.Message.EqualTo("history line 2: it is longer than 8,388,608 bytes, which no event is"));

    [TestCase("NaN", "not a JSON object")]
    [TestCase("1e999", "\"value\" must be a whole number")]
    [TestCase("1.5", "\"value\" must be a whole number")]
    public void A_number_that_is_none_is_an_error(string number, string message) =>
        Assert.That(
            () => Reading.Of(Invoke + Ok + Invoke.Replace("1234567", number, StringComparison.Ordinal)),
            Throws.TypeOf<HistoryFormatException>().With.Message.StartsWith("history line 3: ").And.Message.Contains(message));

    [Test]
    public void Brackets_without_end_are_an_error() =>
        Assert.That(() => Reading.Of(Invoke.Replace("1234567", new string('[', 100_000), StringComparison.Ordinal)), Throws.TypeOf<HistoryFormatException>());

    [Test]
    public void Lines_are_found_wherever_a_buffer_ends()
    {
        var text = string.Concat(Enumerable.Repeat(Invoke + Ok, 3000));
        Assert.That(Reading.Of(text).Events, Has.Count.EqualTo(6000));
    }

    [Test]
    public void A_checker_s_complaint_is_located_in_the_file()
    {
        var file = Reading.Of(Invoke + "\n" + Ok.Replace("{", "{\"index\":70,", StringComparison.Ordinal));
        Assert.That(file.Locate(new HistoryFormatException(1, "odd")).LineNumber, Is.EqualTo(1));
        Assert.That(file.Locate(new HistoryFormatException(71, "odd")).LineNumber, Is.EqualTo(3));
    }
}
