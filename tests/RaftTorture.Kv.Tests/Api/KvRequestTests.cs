using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Kv.Tests.Api;

[TestFixture]
public sealed class KvRequestTests
{
    private const string InSession = "\"session\":17,\"sequence\":5";

    [Test]
    public void Every_command_survives_the_way_over_the_wire([Range(1, 3)] int seed)
    {
        var dice = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var command = RandomCommands.Any(dice);
            if (command is KvCommand.Get)
                continue;
            var json = JsonSerializer.SerializeToUtf8Bytes(KvRequest.From(command) with { Session = 17, Sequence = 5 }, KvJson.Default.KvRequest);
            Assert.That(Interpret(json), Is.EqualTo(new KvCall.Write(new LogCommand.InSession(17, 5, command))));
        }
    }

    [Test]
    public void A_session_is_opened_and_closed()
    {
        Assert.That(Interpret("""{"op":"open"}"""u8), Is.EqualTo(new KvCall.Open()));
        Assert.That(Interpret("""{"op":"close","session":17}"""u8), Is.EqualTo(new KvCall.Write(new LogCommand.CloseSession(17))));
        Assert.That(Interpret(Bytes(KvRequest.Open)), Is.EqualTo(new KvCall.Open()));
        Assert.That(Interpret(Bytes(KvRequest.Close(17))), Is.EqualTo(new KvCall.Write(new LogCommand.CloseSession(17))));
    }

    [Test]
    public void A_get_needs_no_session()
    {
        Assert.That(Interpret("""{"op":"get","key":"k"}"""u8), Is.EqualTo(new KvCall.Read("k")));
    }

    [Test]
    public void A_write_without_a_session_is_one_that_stands_for_itself()
    {
        var call = Interpret("""{"op":"put","key":"k","value":"v"}"""u8);

        Assert.That(call, Is.EqualTo(new KvCall.Write(new LogCommand.Once(new KvCommand.Put("k", "v")))));
    }

    [Test]
    public void A_cas_that_leaves_out_what_it_expects_expects_absence()
    {
        Assert.That(InterpretInSession("\"op\":\"cas\",\"key\":\"k\",\"value\":\"b\""), Is.EqualTo(Write(new KvCommand.Cas("k", null, "b"))));
    }

    [Test]
    public void An_incr_that_leaves_out_its_delta_adds_one()
    {
        Assert.That(InterpretInSession("\"op\":\"incr\",\"key\":\"k\""), Is.EqualTo(Write(new KvCommand.Incr("k", 1))));
    }

    [Test]
    public void A_transaction_says_what_must_hold_and_what_to_do_then_or_else()
    {
        var call = InterpretInSession(
            """
            "op":"txn","compare":[{"key":"a","is":"=","value":null},{"key":"b","is":">","value":"1"}],
            "then":[{"op":"put","key":"a","value":"x"},{"op":"incr","key":"n","delta":-2}],"else":[{"op":"get","key":"a"}]
            """);

        Assert.That(call, Is.EqualTo(Write(new KvCommand.Txn(
            [new("a", KvRelation.Equal, null), new("b", KvRelation.Greater, "1")],
            [new KvCommand.Put("a", "x"), new KvCommand.Incr("n", -2)],
            [new KvCommand.Get("a")]))));
    }

    private const string BadSession = "session must be a number from 1: open one with {\"op\":\"open\"}, or leave out session and sequence";
    private const string BadKey = "key must be a text of 1 to 1024 characters";

    [TestCase("""{"key":"k"}""", "op must be open, close, get, put, delete, cas, append, incr, txn")]
    [TestCase("""{"op":"explode","key":"k"}""", "op must be open, close, get, put, delete, cas, append, incr, txn")]
    [TestCase("""{"op":"get"}""", BadKey)]
    [TestCase("""{"op":"get","key":""}""", BadKey)]
    [TestCase("""{"op":"get","key":"k","session":1}""", "get takes no session")]
    [TestCase("""{"op":"open","key":"k"}""", "open takes no key")]
    [TestCase("""{"op":"close"}""", "session must be a number from 1")]
    [TestCase("""{"op":"delete","key":"k","sequence":1}""", BadSession)]
    [TestCase("""{"op":"delete","key":"k","session":0,"sequence":1}""", BadSession)]
    [TestCase("""{"op":"delete","key":"k","session":1}""", "sequence must be a number from 1")]
    [TestCase("""{"op":"delete","key":"k","session":1,"sequence":0}""", "sequence must be a number from 1")]
    [TestCase("""{"op":"delete","key":"k","value":"v"}""", "delete takes no value")]
    [TestCase("""{"op":"put","key":"k"}""", "put needs a value")]
    [TestCase("""{"op":"put","key":"k","value":"1","delta":1}""", "put takes no delta")]
    [TestCase("""{"op":"cas","key":"k","expected":"a"}""", "cas needs a value")]
    [TestCase("""{"op":"append","key":"k"}""", "append needs a value")]
    [TestCase("""{"op":"put","key":"k","value":"v","then":[]}""", "put takes no then")]
    [TestCase("""{"op":"txn","key":"k"}""", "txn takes no key")]
    [TestCase("""{"op":"txn","compare":[null]}""", "a compare is null")]
    [TestCase("""{"op":"txn","compare":[{"key":"","is":"=","value":"v"}]}""", BadKey)]
    [TestCase("""{"op":"txn","compare":[{"key":"k","is":"~","value":"v"}]}""", "is must be =, !=, < or >")]
    [TestCase("""{"op":"txn","compare":[{"key":"k","is":"<","value":null}]}""", "nothing is < absence")]
    [TestCase("""{"op":"txn","then":[null]}""", "an operation is null")]
    [TestCase("""{"op":"txn","then":[{"op":"cas","key":"k","value":"v"}]}""", "op in a transaction must be get, put, delete, append, incr")]
    [TestCase("""{"op":"txn","else":[{"op":"put","key":"k"}]}""", "put needs a value")]
    [TestCase("""{"op":"txn","then":[{"op":"get","key":"k","value":"v"}]}""", "get takes no value")]
    [TestCase("""{"op":"txn","then":[{"op":"get","key":"k","delta":1}]}""", "get takes no delta")]
    [TestCase("""{"op":"txn","then":[{"op":"get","key":""}]}""", BadKey)]
    public void What_makes_no_sense_is_refused_with_a_reason(string json, string reason)
    {
        Assert.That(Interpret(Encoding.UTF8.GetBytes(json)), Is.EqualTo(new KvCall.Invalid(reason)));
    }

    [Test]
    public void A_value_past_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        var atLimit = new KvRequest { Op = "put", Key = "k", Value = new string('x', KvLimits.MaxValueChars) };

        Assert.That(atLimit.Interpret(), Is.TypeOf<KvCall.Write>());
        Assert.That((atLimit with { Value = atLimit.Value + "x" }).Interpret(), Is.TypeOf<KvCall.Invalid>());
        Assert.That((atLimit with { Op = "cas", Expected = atLimit.Value + "x" }).Interpret(), Is.TypeOf<KvCall.Invalid>());
    }

    [Test]
    public void A_transaction_past_a_limit_is_refused_and_one_at_the_limit_is_not()
    {
        var get = new KvOperationDto("get", "k");
        var big = new KvOperationDto("put", "k", new string('x', KvLimits.MaxValueChars - 1));
        var many = new KvRequest { Op = "txn", Then = [.. Enumerable.Repeat(get, KvLimits.MaxTxnItems)] };
        var large = new KvRequest { Op = "txn", Then = [big], Else = [big] };

        Assert.That(many.Interpret(), Is.TypeOf<KvCall.Write>());
        Assert.That((many with { Then = [get, .. many.Then!.Value] }).Interpret(), Is.TypeOf<KvCall.Invalid>());
        Assert.That(large.Interpret(), Is.TypeOf<KvCall.Write>());
        Assert.That((large with { Then = [get, big] }).Interpret(), Is.TypeOf<KvCall.Invalid>());
    }

    // Each is six bytes a character in JSON: one of HTML, one of three bytes in UTF-8, and a pair of surrogates.
    [TestCase("<")]
    [TestCase("日")]
    [TestCase("🦀")]
    public void Every_valid_request_fits_in_a_body_though_all_of_it_is_escaped(string letter)
    {
        var (key, value) = (Letters(letter, KvLimits.MaxKeyChars), Letters(letter, KvLimits.MaxValueChars));
        var cas = new KvRequest { Session = long.MaxValue, Sequence = long.MaxValue, Op = KvOp.Cas, Key = key, Expected = value, Value = value };

        Assert.That(Bytes(cas), Has.Length.AtMost(KvLimits.MaxRequestBytes));
        Assert.That(Interpret(Bytes(cas)), Is.TypeOf<KvCall.Write>());
    }

    [Test]
    public void The_transaction_of_most_members_and_characters_fits_in_a_body()
    {
        var rest = new KvOperationDto(KvOp.Append, "日", Letters("日", KvLimits.MaxValueChars - (3 * KvLimits.MaxTxnItems)));
        ImmutableArray<KvOperationDto> most = [rest, .. Enumerable.Repeat(new KvOperationDto(KvOp.Incr, "日", Delta: long.MinValue), KvLimits.MaxTxnItems - 1)];
        var transaction = new KvRequest
        {
            Session = long.MaxValue,
            Sequence = long.MaxValue,
            Op = KvOp.Txn,
            Compare = [.. Enumerable.Repeat(new KvCompareDto("日", "!=", null), KvLimits.MaxTxnItems)],
            Then = most,
            Else = most,
        };

        Assert.That(Bytes(transaction), Has.Length.AtMost(KvLimits.MaxRequestBytes));
        Assert.That(Interpret(Bytes(transaction)), Is.TypeOf<KvCall.Write>());
    }

    [TestCase("""{"op":"cas","key":"k","expcted":"a","value":"b"}""", TestName = "a misspelt field")]
    [TestCase("""{"op":"get","key":"k","key":"l"}""", TestName = "a doubled field")]
    [TestCase("""{"op":"get","key":7}""", TestName = "a number for a key")]
    [TestCase("""{"op":"put","key":"k","value":"v","session":"17","sequence":1}""", TestName = "a text for a session")]
    [TestCase("""{"op":"incr","key":"k","delta":9223372036854775808}""", TestName = "a delta past 64 bits")]
    [TestCase("""{"op":"incr","key":"k","delta":1.5}""", TestName = "a broken delta")]
    [TestCase("""{"op":"txn","compare":[{"key":"k","is":"="}]}""", TestName = "a compare with nothing")]
    [TestCase("""{"op":"txn","then":[{"op":"put","key":"k","value":"v","x":1}]}""", TestName = "a misspelt field in a transaction")]
    [TestCase("""{"op":"get","key":"\ud83e"}""", TestName = "half a surrogate pair")]
    [TestCase("""{"op":"get","key":"k" """, TestName = "half a request")]
    public void It_does_not_guess_at(string json)
    {
        Assert.That(() => Interpret(Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());
    }

    private static KvCall.Write Write(KvCommand command) => new(new LogCommand.InSession(17, 5, command));

    private static KvCall InterpretInSession(string members) => Interpret(Encoding.UTF8.GetBytes($"{{{InSession},{members}}}"));

    private static string Letters(string letter, int chars) => string.Concat(Enumerable.Repeat(letter, chars / letter.Length));

    private static byte[] Bytes(KvRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, KvJson.Default.KvRequest);

    private static KvCall Interpret(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, KvJson.Default.KvRequest)!.Interpret();
}
