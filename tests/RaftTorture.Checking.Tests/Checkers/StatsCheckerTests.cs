using RaftTorture.Checking.Checkers;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class StatsCheckerTests
{
    [Test]
    public void A_run_in_which_things_succeeded_is_valid_and_counted()
    {
        var verdict = Check("1 invoke write k 1\n1 ok", "1 invoke read k\n1 ok 1", "1 invoke read k\n1 fail", "1 invoke write k 2\n1 info");
        Assert.That(verdict.Validity, Is.EqualTo(Validity.Valid));
        Assert.That(verdict.Facts.Select(fact => $"{fact.Key}: {fact.Value}"), Is.EqualTo(["read: 1 ok, 1 fail, 0 info", "write: 1 ok, 0 fail, 1 info", "all: 2 ok, 1 fail, 1 info"]));
    }

    [Test]
    public void A_function_that_never_succeeded_leaves_the_run_unknown()
    {
        string[] reads = [.. Enumerable.Repeat("1 invoke read k\n1 ok null", 10)];
        Assert.That(Check([.. reads, .. Enumerable.Repeat("1 invoke cas k [1,2]\n1 fail", 9)]).Validity, Is.EqualTo(Validity.Valid));
        Assert.That(Check([.. reads, .. Enumerable.Repeat("1 invoke cas k [1,2]\n1 fail", 10)]).Summary, Is.EqualTo("no cas succeeded, of 10 invoked"));
    }

    [Test]
    public void One_success_in_a_hundred_is_the_least()
    {
        string[] failures = [.. Enumerable.Repeat("1 invoke read k\n1 fail", 99)];
        Assert.That(Check(["1 invoke read k\n1 ok null", .. failures]).Validity, Is.EqualTo(Validity.Valid));
        Assert.That(Check(["1 invoke read k\n1 ok null", "1 invoke read k\n1 fail", .. failures]).Validity, Is.EqualTo(Validity.Unknown));
    }

    [Test]
    public void A_run_without_operations_is_unknown() => Assert.That(Check().Summary, Is.EqualTo("no operation was invoked"));

    private static Verdict Check(params string[] story) => new StatsChecker().Check(Story.Of(string.Join('\n', story)), CheckLimits.None);
}
