using System.Text;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Formats;

/// <summary>Whatever a file holds, the reader reads it or says in a line why not. Anything else would be a stack trace for a person.</summary>
internal sealed class DamagedFilesTests
{
    private static readonly byte[] Alphabet = [.. "{}[]()#_\"\\;:, \t\r\n\0/-+0123456789eENnil:process:invoke"u8, 0x80, 0xC3, 0xEF, 0xFF];

    [Test]
    public void Random_bytes_are_read_or_refused([Range(1, 4)] int seed)
    {
        var dice = new Dice((ulong)seed);
        for (var i = 0; i < 2000; i++)
            ReadOrRefuse([.. Enumerable.Range(0, dice.Below(60)).Select(_ => seed % 2 == 0 ? (byte)dice.Below(256) : dice.OneOf(Alphabet))]);
    }

    [Test]
    public void Good_files_with_some_damage_are_read_or_refused([Range(0, 3)] int sample, [Values] bool isPacked)
    {
        var dice = new Dice((ulong)sample + 100);
        var good = isPacked ? Reading.Pack(Samples.All[sample]) : Encoding.UTF8.GetBytes(Samples.All[sample]);
        var refused = Enumerable.Range(0, 2000).Count(_ => !ReadOrRefuse(Damage(good, dice)));
        Assert.That(refused, Is.InRange(200, 2000), "the damage must be seen, too");
    }

    /// <summary>Some bytes changed, taken away, doubled or put in, then maybe the end cut off.</summary>
    private static byte[] Damage(byte[] good, Dice dice)
    {
        List<byte> bytes = [.. good];
        for (var i = dice.Below(3); i >= 0; i--)
        {
            var at = dice.Below(bytes.Count - 20);
            switch (dice.Below(4))
            {
                case 0:
                    bytes[at] = dice.OneOf(Alphabet);
                    break;
                case 1:
                    bytes.RemoveRange(at, dice.Below(20));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, dice.Below(20)));
                    break;
                default:
                    bytes.Insert(at, (byte)dice.Below(256));
                    break;
            }
        }

        return [.. bytes.Take(dice.Percent(30) ? dice.Below(bytes.Count) : bytes.Count)];
    }

    private static bool ReadOrRefuse(byte[] bytes)
    {
        try
        {
            Assert.That(Reading.Of(bytes).Events, Is.Not.Null);
            return true;
        }
        catch (HistoryFormatException refusal)
        {
            Assert.That(refusal.LineNumber, Is.GreaterThan(0));
            return false;
        }
    }
}
