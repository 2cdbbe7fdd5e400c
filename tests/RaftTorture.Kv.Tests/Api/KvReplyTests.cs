using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Kv.Tests.Api;

[TestFixture]
public sealed class KvReplyTests
{
    private static readonly TestCaseData[] Replies =
    [
        new(new KvReply.Ok("v"), 200, """{"status":"ok","value":"v"}"""),
        new(new KvReply.Ok(null), 200, """{"status":"ok","value":null}"""),
        new(new KvReply.CasMiss("a"), 200, """{"status":"cas-miss","observed":"a"}"""),
        new(new KvReply.CasMiss(null), 200, """{"status":"cas-miss","observed":null}"""),
        new(new KvReply.Opened(17), 200, """{"status":"opened","session":17}"""),
        new(new KvReply.TxnDone(true, ["v", null]), 200, """{"status":"txn-done","succeeded":true,"results":["v",null]}"""),
        new(new KvReply.NotANumber("k"), 200, """{"status":"not-a-number","key":"k"}"""),
        new(new KvReply.TooLong("k"), 200, """{"status":"too-long","key":"k"}"""),
        new(new KvReply.TooLong(null), 200, """{"status":"too-long","key":null}"""),
        new(new KvReply.NotLeader("n2", "http://[::1]:1/kv"), 307, """{"status":"not-leader","leader":"n2","location":"http://[::1]:1/kv"}"""),
        new(new KvReply.NoLeader(), 503, """{"status":"no-leader"}"""),
        new(new KvReply.Unknown("stepped down"), 503, """{"status":"unknown","reason":"stepped down"}"""),
        new(new KvReply.StaleSequence(9), 409, """{"status":"stale-sequence","lastSequence":9}"""),
        new(new KvReply.SessionExpired(), 410, """{"status":"session-expired"}"""),
        new(new KvReply.Overloaded("too much"), 429, """{"status":"overloaded","reason":"too much"}"""),
        new(new KvReply.BadRequest("no key"), 400, """{"status":"bad-request","reason":"no key"}"""),
    ];

    [TestCaseSource(nameof(Replies))]
    public void It_has_one_form_on_the_wire(KvReply reply, int httpStatus, string json)
    {
        Assert.That(reply.HttpStatus, Is.EqualTo(httpStatus));
        Assert.That(JsonSerializer.Serialize(reply, KvJson.Default.KvReply), Is.EqualTo(json));
        Assert.That(Parse(json), Is.EqualTo(reply));
    }

    // A client that took these for an answer would report something that no node has said.
    [TestCase("""{"status":"ok"}""")]
    [TestCase("""{"status":"cas-miss"}""")]
    [TestCase("""{"status":"too-long"}""")]
    [TestCase("""{"status":"opened"}""")]
    [TestCase("""{"status":"opened","session":null}""")]
    [TestCase("""{"status":"txn-done","succeeded":true}""")]
    [TestCase("""{"status":"txn-done","succeeded":true,"results":null}""")]
    [TestCase("""{"status":"txn-done","results":[]}""")]
    [TestCase("""{"status":"not-leader","leader":null,"location":null}""")]
    [TestCase("""{"status":"unknown","reason":null}""")]
    [TestCase("""{"status":"fine","value":"v"}""")]
    [TestCase("""{"status":"ok","value":"v","extra":1}""")]
    public void A_reply_that_lacks_what_it_must_say_is_no_reply(string json)
    {
        Assert.That(() => Parse(json), Throws.TypeOf<JsonException>());
    }

    [Test]
    public void What_the_machine_answers_keeps_its_meaning()
    {
        Assert.That(KvReply.From(new KvResult.Done("v")), Is.EqualTo(new KvReply.Ok("v")));
        Assert.That(KvReply.From(new KvResult.CasMiss(null)), Is.EqualTo(new KvReply.CasMiss(null)));
        Assert.That(KvReply.From(new KvResult.StaleSequence(3)), Is.EqualTo(new KvReply.StaleSequence(3)));
        Assert.That(KvReply.From(new KvResult.SessionOpened(3)), Is.EqualTo(new KvReply.Opened(3)));
        Assert.That(KvReply.From(new KvResult.SessionExpired()), Is.EqualTo(new KvReply.SessionExpired()));
        Assert.That(KvReply.From(new KvResult.NotANumber("k")), Is.EqualTo(new KvReply.NotANumber("k")));
        Assert.That(KvReply.From(new KvResult.TooLong("k")), Is.EqualTo(new KvReply.TooLong("k")));
        Assert.That(KvReply.From(new KvResult.TxnDone(false, ["v"])), Is.EqualTo(new KvReply.TxnDone(false, ["v"])));
    }

    private static KvReply? Parse(string json) => JsonSerializer.Deserialize(json, KvJson.Default.KvReply);
}
