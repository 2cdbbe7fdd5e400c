using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class AppendCheckerTests
{
    [Test]
    public void A_list_that_only_grows_at_its_end_is_valid() => AssertVerdict(Validity.Valid, "", """
        1 invoke append l 1
        2 invoke append l 2
        3 invoke read l
        3 ok [2]
        1 ok
        2 ok
        3 invoke read l
        3 ok [2,1]
        """);

    [TestCase("lost 1 acknowledged element(s): 1", "1 invoke append l 1\n1 ok\n1 invoke append l 2\n1 ok\n2 invoke read l\n2 ok [2]")]
    [TestCase("process 1 read 7, which nobody ever added", "1 invoke read l\n1 ok [7]")]
    [TestCase("process 1 read 7, whose addition failed", "1 invoke append l 7\n1 fail\n1 invoke read l\n1 ok [7]")]
    [TestCase("process 1 read 7 twice", "1 invoke append l 7\n1 ok\n1 invoke read l\n1 ok [7,7]")]
    [TestCase("process 1 read 7 before process 2 invoked its addition", "1 invoke read l\n1 ok [7]\n2 invoke append l 7\n2 ok\n1 invoke read l\n1 ok [7]")]
    [TestCase("disagree", "1 invoke append l 1\n2 invoke append l 2\n3 invoke read l\n3 ok [1,2]\n4 invoke read l\n4 ok [2,1]")]
    [TestCase("2 was there before 1", "1 invoke append l 1\n1 ok\n1 invoke append l 2\n1 ok\n2 invoke read l\n2 ok [2,1]")]
    [TestCase("process 3 read less than process 2 had read before it", "1 invoke append l 1\n2 invoke read l\n2 ok [1]\n3 invoke read l\n3 ok null")]
    [TestCase("process 2 read [5], which nobody ever added", "1 invoke append l 5\n1 ok\n2 invoke read l\n2 ok 5")]
    public void A_read_that_no_list_can_give_is_invalid(string reason, string story) => AssertVerdict(Validity.Invalid, reason, story);

    [TestCase("key l: 1 acknowledged element(s) were never read back", "1 invoke append l 1\n1 ok")]
    [TestCase("key l: 1 was added twice", "1 invoke append l 1\n1 info\n2 invoke append l 1\n2 ok\n3 invoke read l\n3 ok [1]")]
    public void What_the_reads_cannot_tell_is_unknown(string reason, string story) => AssertVerdict(Validity.Unknown, reason, story);

    [TestCase("line 1: the append checker knows append and read, not write", "1 invoke write l 1")]
    public void What_is_no_list_is_an_error_that_names_the_line(string message, string story) =>
        Assert.That(() => new AppendChecker().Check(Story.Of(story), CheckLimits.None), Throws.TypeOf<HistoryFormatException>().With.Message.Contains(message));

    [Test]
    public void Past_the_time_limit_the_verdict_is_unknown() =>
        Assert.That(new AppendChecker().Check(Story.Of("1 invoke append l 1"), new CheckLimits(1, () => true)).Validity, Is.EqualTo(Validity.Unknown));

    private static void AssertVerdict(Validity validity, string reason, string story)
    {
        var verdict = new AppendChecker().Check(Story.Of(story), CheckLimits.None);
        Assert.That(verdict, Has.Property("Validity").EqualTo(validity).And.Property("Summary").Contains(reason));
    }
}
