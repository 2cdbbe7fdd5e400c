using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Kv.Tests.Api;

[TestFixture]
public sealed class KvRequestTests
{
    [Test]
    public void Every_write_survives_the_way_over_the_wire([Range(1, 3)] int seed)
    {
        foreach (var command in RandomCommands.From(seed).Take(300).Where(c => c.Command is not KvCommand.Get))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(KvRequest.From(command), KvJson.Default.KvRequest);
            Assert.That(Interpret(json), Is.EqualTo(new KvCall.Write(command)));
        }
    }

    [Test]
    public void A_get_needs_no_session()
    {
        Assert.That(Interpret("""{"op":"get","key":"k"}"""u8), Is.EqualTo(new KvCall.Read("k")));
    }

    [Test]
    public void A_cas_that_leaves_out_what_it_expects_expects_absence()
    {
        var call = Interpret("""{"client":"c-1","sequence":5,"op":"cas","key":"k","value":"b"}"""u8);

        Assert.That(call, Is.EqualTo(new KvCall.Write(new SessionCommand("c-1", 5, new KvCommand.Cas("k", null, "b")))));
    }

    [TestCase("""{"key":"k"}""", "op must be get, put, delete, cas or append")]
    [TestCase("""{"op":"incr","key":"k"}""", "op must be get, put, delete, cas or append")]
    [TestCase("""{"op":"get"}""", "key must be a text of 1 to 1024 characters")]
    [TestCase("""{"op":"get","key":""}""", "key must be a text of 1 to 1024 characters")]
    [TestCase("""{"op":"delete","key":"k","sequence":1}""", "client must be a text of 1 to 1024 characters")]
    [TestCase("""{"op":"delete","key":"k","client":"c"}""", "sequence must be a number from 1")]
    [TestCase("""{"op":"delete","key":"k","client":"c","sequence":0}""", "sequence must be a number from 1")]
    [TestCase("""{"op":"put","key":"k","client":"c","sequence":1}""", "put needs a value")]
    [TestCase("""{"op":"cas","key":"k","client":"c","sequence":1,"expected":"a"}""", "cas needs a value")]
    [TestCase("""{"op":"append","key":"k","client":"c","sequence":1}""", "append needs a value")]
    public void What_makes_no_sense_is_refused_with_a_reason(string json, string reason)
    {
        Assert.That(Interpret(System.Text.Encoding.UTF8.GetBytes(json)), Is.EqualTo(new KvCall.Invalid(reason)));
    }

    [Test]
    public void A_value_past_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        var atLimit = new KvRequest { Op = "put", Key = "k", Client = "c", Sequence = 1, Value = new string('x', KvRequest.MaxValueChars) };

        Assert.That(atLimit.Interpret(), Is.TypeOf<KvCall.Write>());
        Assert.That((atLimit with { Value = atLimit.Value + "x" }).Interpret(), Is.TypeOf<KvCall.Invalid>());
        Assert.That((atLimit with { Op = "cas", Expected = atLimit.Value + "x" }).Interpret(), Is.TypeOf<KvCall.Invalid>());
    }

    [TestCase("""{"op":"cas","key":"k","client":"c","sequence":1,"expcted":"a","value":"b"}""", TestName = "a misspelt field")]
    [TestCase("""{"op":"get","key":"k","key":"l"}""", TestName = "a doubled field")]
    [TestCase("""{"op":"get","key":7}""", TestName = "a number for a key")]
    [TestCase("""{"op":"get","key":"\ud83e"}""", TestName = "half a surrogate pair")]
    [TestCase("""{"op":"get","key":"k" """, TestName = "half a request")]
    public void It_does_not_guess_at(string json)
    {
        Assert.That(() => Interpret(System.Text.Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());
    }

    private static KvCall Interpret(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, KvJson.Default.KvRequest)!.Interpret();
}
