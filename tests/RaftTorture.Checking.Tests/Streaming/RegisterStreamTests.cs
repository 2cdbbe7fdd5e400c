using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;

namespace RaftTorture.Checking.Tests.Streaming;

internal sealed class RegisterStreamTests
{
    [Test]
    public void A_stale_read_is_told_at_its_own_end_and_nothing_after_it()
    {
        var verdicts = Feed("""
            1 invoke write k 7
            1 ok
            1 invoke write k 8
            1 ok
            2 invoke read k
            2 ok 8
            2 invoke read k
            2 ok 7
            2 invoke read k
            2 ok 9
            """);

        Assert.That(verdicts.Select(verdict => verdict?.Summary), Is.EqualTo(Once(7, 10, "key k: the read by process 2 saw 7, which then was there both before and after 8")));
        Assert.That(verdicts[7]!.Evidence.Select(e => e.Index), Is.EqualTo(new[] { 6, 7 }));
    }

    [TestCase("1 invoke write k 7\n1 fail\n2 invoke read k\n2 ok 7", "saw 7, which nobody can have written so that it was still there")]
    [TestCase("1 invoke write k 7\n2 invoke read k\n2 ok 7\n1 fail", "did not write 7, but that was seen")]
    [TestCase("2 invoke read k\n2 ok 7\n1 invoke write k 7", "saw 7, which nobody can have written so that it was still there")]
    [TestCase("1 invoke cas k [1,2]\n1 ok", "needs a cas from 1 to 2, but nobody can have written 1 so that it was still there")]
    [TestCase("1 invoke cas k [null,2]\n1 ok\n2 invoke cas k [null,3]\n2 ok", "needs a cas from null to 3, but another cas had replaced null")]
    [TestCase("1 invoke cas k [null,2]\n1 ok\n2 invoke read k\n2 ok null", "saw null, which a cas had replaced before")]
    [TestCase("1 invoke cas k [null,2]\n1 fail cas-miss null", "missed, but saw null, which is what it expected")]
    [TestCase("1 invoke cas k [5,6]\n2 invoke cas k [6,5]\n3 invoke read k\n3 ok 5", "needs 5, which only cas can have made of itself")]
    [TestCase("1 invoke write k 1\n2 invoke write k 2\n1 ok\n2 ok\n3 invoke read k\n3 ok 1\n3 invoke read k\n3 ok 2", "saw 2, which then was there both before and after 1")]
    public void What_no_order_explains_is_told_with_the_reason(string story, string reason) =>
        Assert.That(Feed(story).OfType<Verdict>().Single().Summary, Does.EndWith(reason));

    [TestCase("1 invoke write k 7\n1 info\n2 invoke read k\n2 ok null\n2 invoke read k\n2 ok 7", TestName = "An_unknown_write_may_happen_at_any_time")]
    [TestCase("1 invoke write k 1\n2 invoke read k\n1 ok\n1 invoke write k 2\n1 ok\n2 ok 1", TestName = "A_read_that_was_open_may_tell_of_what_was_overwritten")]
    [TestCase("1 invoke write k 1\n2 invoke cas k [1,2]\n3 invoke cas k [2,3]\n4 invoke read k\n4 ok 3\n1 info", TestName = "What_was_seen_happened_and_all_that_it_rests_on")]
    [TestCase("1 invoke cas k [9,2]\n1 fail cas-miss", TestName = "A_miss_that_saw_nothing_says_nothing")]
    [TestCase("1 invoke write k 1\n1 ok\n2 invoke write k 1\n2 ok\n1 invoke read k\n1 ok 5", TestName = "A_key_whose_values_repeat_is_left_alone")]
    public void What_may_be_is_not_objected_to(string story) => Assert.That(Feed(story), Has.All.Null);

    [Test]
    public void A_value_may_be_written_again_once_nobody_can_see_it_any_more()
    {
        var checker = StreamingCheckers.Register(Value.Absent);
        var verdicts = Enumerable.Range(0, 100)
            .SelectMany(round => Sequential($"1 invoke write k {round % 50}", "1 ok", "2 invoke read k", $"2 ok {round % 50}"))
            .Select(checker.Observe);

        Assert.That(verdicts, Has.All.Null);
        Assert.That(checker.Finish().Facts, Does.Contain(new KeyValuePair<string, string>("keys not followed", "0")));
    }

    [Test]
    public void It_never_says_valid_and_says_what_it_could_not_follow()
    {
        var checker = StreamingCheckers.Register(Value.Absent);
        foreach (var e in Story.Of("1 invoke write a 1\n1 ok\n1 invoke write b 1\n1 ok\n1 invoke write b 1\n1 ok"))
            checker.Observe(e);

        Assert.That(checker.Finish().Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(checker.Finish().Summary, Does.EndWith("1 of 2 key(s) could not be followed, the first because 1 is written again while it may still be seen"));
    }

    [TestCase("1 ok", "process 1 completes write without having invoked it")]
    [TestCase("1 invoke read k", "process 1 invokes read before its write ended")]
    public void A_history_that_is_none_is_refused(string next, string reason)
    {
        var checker = StreamingCheckers.Register(Value.Absent);
        var story = Story.Of("1 invoke write k 7\n1 ok\n1 invoke write k 8\n1 ok\n1 invoke write k 9\n" + next);
        foreach (var e in story.Take(next == "1 ok" ? 2 : 5))
            checker.Observe(e);

        Assert.That(() => checker.Observe(story[^1]), Throws.TypeOf<HistoryFormatException>().With.Message.Contains(reason));
    }

    private static List<HistoryEvent> Sequential(params string[] lines) => Story.Of(string.Join('\n', lines));

    private static Verdict?[] Feed(string story)
    {
        var checker = StreamingCheckers.Register(Value.Absent);
        return [.. Story.Of(story).Select(checker.Observe)];
    }

    private static string?[] Once(int at, int count, string summary) => [.. Enumerable.Range(0, count).Select(i => i == at ? summary : null)];
}
