using System.Text;
using RaftTorture.TestKit;

namespace RaftTorture.Kv.Tests;

[TestFixture]
public sealed class CommandCodecTests
{
    [Test]
    public void Every_command_comes_back_as_it_went([Range(1, 5)] int seed)
    {
        foreach (var (_, timeMs, command) in RandomCommands.Log(seed).Take(1000))
            Assert.That(CommandCodec.Decode(CommandCodec.Encode(timeMs, command)), Is.EqualTo((timeMs, command)));
    }

    [TestCase(0)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(long.MaxValue)]
    public void Numbers_of_every_size_fit(long number)
    {
        var command = new LogCommand.InSession(number, number, new KvCommand.Incr("k", -number));

        Assert.That(CommandCodec.Decode(CommandCodec.Encode(number, command)), Is.EqualTo((number, command)));
    }

    // One encoding a command: so damaged bytes either are refused or are another command's honest encoding, never a reading beyond the end.
    [Test]
    public void Damaged_bytes_are_refused_or_mean_exactly_what_they_say()
    {
        var dice = new Random(4711);
        var originals = RandomCommands.Log(4711).Take(200).Select(entry => CommandCodec.Encode(entry.TimeMs, entry.Command)).ToArray();
        var refused = 0;
        for (var round = 0; round < 30_000; round++)
        {
            var damaged = Damage.Of(originals[round % originals.Length], dice);
            try
            {
                var (timeMs, command) = CommandCodec.Decode(damaged);
                Assert.That(CommandCodec.Encode(timeMs, command).AsSpan().SequenceEqual(damaged));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(12_000), "most damage must show");
    }

    [TestCase("", "log time at byte 0")]
    [TestCase("00", "kind at byte 1")]
    [TestCase("00 09", "unknown kind 9")]
    [TestCase("00 04 09 01 6b", "unknown operation 9")]
    [TestCase("00 04 03 05 6b", "key at byte 4: 5 bytes are announced, 1 are left")]
    [TestCase("00 02 81 00 01 03 01 6b", "needless last byte")]
    [TestCase("00 02 ff ff ff ff ff ff ff ff ff 01 01 03 01 6b", "63 bits")]
    [TestCase("00 04 03 01 ff", "key at byte 4: the text is not UTF-8")]
    [TestCase("00 04 03 01 6b 00", "1 bytes too many")]
    [TestCase("00 04 04 01 6b 02 00 00", "presence of expected at byte 6: is 2")]
    [TestCase("00 04 06 01 6b 01", "delta at byte 5: 8 bytes are needed, 1 are left")]
    [TestCase("00 04 07 01 05 01 6b 00 00 00", "unknown relation 5")]
    [TestCase("00 04 07 00 01 04 01 6b 00 00 00", "unknown operation 4", Description = "no cas in a transaction")]
    [TestCase("00 04 07 ff ff ff ff ff ff ff ff 7f", "relation at byte 12", Description = "a list whose length nobody can hold")]
    public void A_refusal_says_where_and_why(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.That(() => CommandCodec.Decode(bytes), Throws.TypeOf<FormatException>().With.Message.Contains(reason));
    }

    [Test]
    public void Half_a_surrogate_pair_is_refused_before_it_is_stored()
    {
        var command = new LogCommand.Once(new KvCommand.Put("k", "\ud83e"));

        Assert.That(() => CommandCodec.Encode(0, command), Throws.TypeOf<EncoderFallbackException>());
    }
}
