using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Histories;

internal sealed class HistoryJsonTests
{
    private static readonly HistoryEvent Invocation = new()
    {
        Index = 0,
        TimeNs = 3291485317,
        Process = new ProcessId(3),
        Type = EventType.Invoke,
        F = "cas",
        Key = "k7",
        Value = Value.Cas(Value.Of(1), Value.Of(2)),
        Node = "n2",
    };

    [Test]
    public void A_line_is_a_compact_object_with_its_fields_in_order() =>
        Assert.That(Line(Invocation), Is.EqualTo("""{"index":0,"time":3291485317,"process":3,"type":"invoke","f":"cas","key":"k7","value":[1,2],"node":"n2"}""" + "\n"));

    [Test]
    public void A_missed_cas_says_what_it_saw_even_if_that_was_nothing() =>
        Assert.That(
            Line(Invocation with { Type = EventType.Fail, Node = null, Error = HistoryEvent.CasMiss, Observed = Value.Absent }),
            Does.EndWith("""
                "value":[1,2],"error":"cas-miss","observed":null}
                """ + "\n"));

    [Test]
    public void A_value_that_is_absent_stands_there_as_null() =>
        Assert.That(Line(Invocation with { F = "read", Value = Value.Absent }), Does.Contain("""
            "value":null
            """));

    [Test]
    public void The_nemesis_is_a_process_by_name() =>
        Assert.That(Line(Invocation with { Process = ProcessId.Nemesis, Key = null }), Does.Contain("""
            "process":"nemesis"
            """));

    [Test]
    public void Every_event_is_read_back_as_it_was_written() =>
        Prop.ForAll(Events.ToArbitrary(), e => HistoryJson.ParseLine(Encoding.UTF8.GetBytes(Line(e)), 1) == e).QuickCheckThrowOnFailure();

    [Test]
    public void What_foreign_histories_lack_is_filled_in_and_what_they_add_is_skipped()
    {
        var e = Parse("""{"process":1,"type":"ok","extra":{"a":[1]},"f":"read","key":0,"value":null}""", lineNumber: 5);
        Assert.That(e, Is.EqualTo(new HistoryEvent { Index = 4, TimeNs = 0, Process = new ProcessId(1), Type = EventType.Ok, F = "read", Key = "0" }));
    }

    [TestCase("", "not a JSON object")]
    [TestCase("[1]", "an event is a JSON object")]
    [TestCase("""{"process":1,"type":"ok","f":"read" """, "not a JSON object")]
    [TestCase("""{"process":1,"type":"ok","f":"read"} x""", "not a JSON object")]
    [TestCase("""{"process":-2,"type":"ok","f":"read"}""", "\"process\"")]
    [TestCase("""{"process":1,"type":"maybe","f":"read"}""", "\"type\"")]
    [TestCase("""{"process":1,"type":"ok"}""", "it has no \"f\"")]
    [TestCase("""{"process":1,"type":"ok","f":"read","value":1.5}""", "\"value\"")]
    [TestCase("""{"process":1,"type":"ok","f":"read","value":{"a":1}}""", "\"value\"")]
    [TestCase("""{"process":1,"type":"ok","f":"read","value":"\ud800"}""", "not valid")]
    public void A_bad_line_is_named_with_its_reason(string line, string reason) =>
        Assert.That(
            () => Parse(line, lineNumber: 7),
            Throws.TypeOf<HistoryFormatException>().With.Message.StartsWith("history line 7: ").And.Message.Contains(reason));

    private static Gen<string> Texts => Gen.Elements("n1", "k 7", "\"quoted\"", "zwölf\n", "", "日本");

    private static Gen<Value> Values => Gen.OneOf(Leaves, Items(Leaves), Items(Gen.OneOf(Leaves, Items(Leaves))));

    private static Gen<Value> Items(Gen<Value> item) => item.ListOf().Resize(4).Select(Value (items) => Value.Of(items));

    private static Gen<Value> Leaves => Gen.OneOf(
        Gen.Constant(Value.Absent),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => Value.Of(number * 4_000_000_000L)),
        Texts.Select(text => Value.Of(text)));

    private static Gen<HistoryEvent> Events =>
        from index in Gen.Choose(0, int.MaxValue)
        from process in Gen.Choose(-1, 100)
        from type in Gen.Elements(Enum.GetValues<EventType>())
        from f in Texts
        from key in Texts.OrNull()
        from value in Values
        from error in Texts.OrNull()
        from observed in Values.OrNull()
        select new HistoryEvent
        {
            Index = index,
            TimeNs = index * 1_000_000L,
            Process = new ProcessId(process),
            Type = type,
            F = f,
            Key = key,
            Value = value,
            Error = error,
            Observed = observed,
        };

    private static string Line(HistoryEvent e)
    {
        var output = new ArrayBufferWriter<byte>();
        HistoryJson.WriteLine(output, e);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static HistoryEvent Parse(string line, int lineNumber) => HistoryJson.ParseLine(Encoding.UTF8.GetBytes(line), lineNumber);
}
