using System.Text;
using RaftTorture.TestKit;

namespace RaftTorture.Kv.Tests;

[TestFixture]
public sealed class CommandCodecTests
{
    [Test]
    public void Every_command_comes_back_as_it_went([Range(1, 5)] int seed)
    {
        foreach (var command in RandomCommands.From(seed).Take(1000))
            Assert.That(CommandCodec.Decode(CommandCodec.Encode(command)), Is.EqualTo(command));
    }

    [TestCase(1)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(long.MaxValue)]
    public void Sequence_numbers_of_every_size_fit(long sequence)
    {
        var command = new SessionCommand("c", sequence, new KvCommand.Delete("k"));

        Assert.That(CommandCodec.Decode(CommandCodec.Encode(command)), Is.EqualTo(command));
    }

    // One encoding a command: so damaged bytes either are refused or are another command's honest encoding, never a reading beyond the end.
    [Test]
    public void Damaged_bytes_are_refused_or_mean_exactly_what_they_say()
    {
        var dice = new Random(4711);
        var originals = RandomCommands.From(4711).Take(200).Select(CommandCodec.Encode).ToArray();
        var refused = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var damaged = Damage.Of(originals[round % originals.Length], dice);
            try
            {
                Assert.That(CommandCodec.Encode(CommandCodec.Decode(damaged)).AsSpan().SequenceEqual(damaged));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(50_000), "most damage must show");
    }

    [TestCase("", "kind at byte 0")]
    [TestCase("09 01 63 01 01 6b", "unknown kind 9")]
    [TestCase("03 05 63", "client at byte 2: 5 bytes are announced, 1 are left")]
    [TestCase("03 01 63 81 00 01 6b", "needless last byte")]
    [TestCase("03 01 63 ff ff ff ff ff ff ff ff ff 01 01 6b", "63 bits")]
    [TestCase("03 01 ff 01 01 6b", "client at byte 2: the text is not UTF-8")]
    [TestCase("03 01 63 01 01 6b 00", "1 bytes too many")]
    [TestCase("04 01 63 01 01 6b 02 00 00", "presence of expected is 2")]
    public void A_refusal_says_where_and_why(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        Assert.That(() => CommandCodec.Decode(bytes), Throws.TypeOf<FormatException>().With.Message.Contains(reason));
    }

    [Test]
    public void Half_a_surrogate_pair_is_refused_before_it_is_stored()
    {
        var command = new SessionCommand("c", 1, new KvCommand.Put("k", "\ud83e"));

        Assert.That(() => CommandCodec.Encode(command), Throws.TypeOf<EncoderFallbackException>());
    }
}
