using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica.Tests.Storage;

[TestFixture]
public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the customary check value of the Rocksoft model.
    [TestCase("313233343536373839", 0xe3069283u)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aau)]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43u)]
    [TestCase("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794eu)]
    [TestCase("", 0u)]
    public void It_is_the_published_function(string hex, uint crc)
    {
        Assert.That(Crc32C.Of(Convert.FromHexString(hex)), Is.EqualTo(crc));
    }

    [TestCase(0x1122334455667788UL)]
    [TestCase(0UL)]
    public void It_goes_on_over_numbers_as_over_their_bytes(ulong number)
    {
        Assert.That(Crc32C.With(Crc32C.Of([1, 2, 3]), number), Is.EqualTo(Crc32C.Of([1, 2, 3, .. BitConverter.GetBytes(number)])));
    }
}
