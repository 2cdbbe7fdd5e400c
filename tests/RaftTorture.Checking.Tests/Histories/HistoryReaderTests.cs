using System.Text;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Histories;

internal sealed class HistoryReaderTests
{
    private const string Invoke = """{"process":1,"type":"invoke","f":"read","key":"k","value":null}""" + "\n";
    private const string Ok = """{"process":1,"type":"ok","f":"read","key":"k","value":7}""" + "\n";

    [Test]
    public void Whole_lines_are_events_in_their_order()
    {
        var history = Read(Invoke + "\n" + Ok);
        Assert.That(history.Events.Select(e => e.Type), Is.EqualTo([EventType.Invoke, EventType.Ok]));
        Assert.That(history.IsTruncated, Is.False);
    }

    [Test]
    public void Half_a_last_line_is_left_out_and_said([Range(1, 55, 9)] int length)
    {
        var history = Read(Invoke + Ok[..length]);
        Assert.That(history, Has.Property("IsTruncated").True.And.Property("Events").Count.EqualTo(1));
    }

    [Test]
    public void A_whole_last_line_counts_without_its_newline() =>
        Assert.That(Read(Invoke + Ok.TrimEnd()), Has.Property("IsTruncated").False.And.Property("Events").Count.EqualTo(2));

    [Test]
    public void An_empty_file_is_an_empty_history() => Assert.That(Read("").Events, Is.Empty);

    [TestCase(Invoke + "{\"proc\n" + Ok, "line 2: not a JSON object", TestName = "Half_a_line_in_the_middle_is_an_error")]
    [TestCase(Invoke + Invoke, "line 2: process 1 invokes read before its read ended", TestName = "A_process_has_one_open_operation_at_most")]
    [TestCase(Ok, "line 1: process 1 completes read without having invoked it", TestName = "A_completion_needs_its_invocation")]
    [TestCase(Invoke + Ok + Ok, "line 3: process 1 completes read without", TestName = "An_operation_ends_once")]
    [TestCase(Invoke + """{"process":1,"type":"ok","f":"read","key":"other"}""" + "\n", "line 2: process 1 completes read of other", TestName = "A_completion_is_of_the_key_that_was_invoked")]
    [TestCase("""{"index":5,"process":1,"type":"invoke","f":"read"}""" + "\n" + Ok, "line 2: its index 1 does not follow 5", TestName = "Indices_follow_real_time")]
    public void A_broken_history_is_an_error_that_names_the_line(string text, string message) =>
        Assert.That(() => Read(text), Throws.TypeOf<HistoryFormatException>().With.Message.Contains(message));

    private static History Read(string text) => HistoryReader.Parse(Encoding.UTF8.GetBytes(text));
}
