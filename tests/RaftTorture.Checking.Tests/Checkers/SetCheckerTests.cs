using RaftTorture.Checking.Checkers;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class SetCheckerTests
{
    [Test]
    public void A_set_that_keeps_everything_is_valid() => AssertVerdict(Validity.Valid, "every read shows what it must", """
        1 invoke add s 1
        2 invoke add s 2
        2 ok
        3 invoke read s
        3 ok [2]
        1 ok
        3 invoke read s
        3 ok [2,1]
        """);

    [Test]
    public void An_acknowledged_element_that_a_later_read_lacks_is_lost() => AssertVerdict(Validity.Invalid, "key s: lost 2 acknowledged element(s): 1, 3", """
        1 invoke add s 1
        1 ok
        1 invoke add s 2
        1 ok
        1 invoke add s 3
        1 ok
        2 invoke read s
        2 ok [2]
        """);

    [Test]
    public void An_element_that_was_seen_stays() => AssertVerdict(Validity.Invalid, "process 3 read less than process 2 had read before it", """
        1 invoke add s 1
        2 invoke read s
        2 ok [1]
        3 invoke read s
        3 ok []
        """);

    [TestCase("process 1 read 7, which nobody ever added", "1 invoke read s\n1 ok [7]")]
    [TestCase("process 1 read 7, whose addition failed", "1 invoke add s 7\n1 fail\n1 invoke read s\n1 ok [7]")]
    [TestCase("process 1 read 7 before process 2 invoked its addition", "1 invoke read s\n1 ok [7]\n2 invoke add s 7\n2 ok\n1 invoke read s\n1 ok [7]")]
    [TestCase("process 1 read 7 twice", "1 invoke add s 7\n1 ok\n1 invoke read s\n1 ok [7,7]")]
    [TestCase("disagree", "1 invoke add s 1\n2 invoke add s 2\n3 invoke read s\n4 invoke read s\n3 ok [1]\n4 ok [2]")]
    [TestCase("2 was there before 1, whose addition was acknowledged before that of 2 was invoked", "3 invoke read s\n1 invoke add s 1\n1 ok\n1 invoke add s 2\n3 ok [2]")]
    public void A_read_that_no_set_can_give_is_invalid(string reason, string story) => AssertVerdict(Validity.Invalid, reason, story);

    [Test]
    public void An_unknown_addition_may_appear_or_not() => AssertVerdict(Validity.Valid, "", """
        1 invoke add s 1
        1 info
        2 invoke add s 2
        2 info
        3 invoke read s
        3 ok [2]
        """);

    [TestCase("1 acknowledged element(s) were never read back", "1 invoke add s 1\n1 ok")]
    [TestCase("1 acknowledged element(s) were never read back", "2 invoke read s\n1 invoke add s 1\n1 ok\n2 ok [1]")]
    [TestCase("1 was added twice", "1 invoke add s 1\n1 ok\n1 invoke add s 1\n1 ok\n1 invoke read s\n1 ok [1]")]
    public void What_the_reads_cannot_tell_is_unknown(string reason, string story) => AssertVerdict(Validity.Unknown, reason, story);

    private static void AssertVerdict(Validity validity, string reason, string story)
    {
        var verdict = new SetChecker().Check(Story.Of(story), CheckLimits.None);
        Assert.That(verdict, Has.Property("Validity").EqualTo(validity).And.Property("Summary").Contains(reason));
    }
}
