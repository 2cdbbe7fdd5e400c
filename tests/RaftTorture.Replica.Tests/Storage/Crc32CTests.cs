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

    [Test]
    public void A_batch_is_bound_to_its_place_and_its_length()
    {
        uint[] checksums = [Crc32C.OfBatch(8, [0]), Crc32C.OfBatch(9, [0]), Crc32C.OfBatch(8, [0, 0]), Crc32C.Of([0])];

        Assert.That(checksums, Is.Unique);
    }
}
