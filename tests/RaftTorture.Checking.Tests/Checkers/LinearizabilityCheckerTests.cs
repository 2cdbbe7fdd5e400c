using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class LinearizabilityCheckerTests
{
    [Test]
    public void A_stale_read_is_explained_by_the_write_that_overwrote_it()
    {
        var verdict = Check("""
            1 invoke write k3 17
            1 ok
            2 invoke write k3 21
            2 ok
            4 invoke read k3
            4 ok 17
            """);
        Assert.That(verdict.Summary, Is.EqualTo("key k3: process 4 read 17, but 17 had been overwritten by 21 (acknowledged 1.0 ms earlier)"));
        Assert.That(verdict.Parts.Single(), Has.Property("Key").EqualTo("k3").And.Property("Evidence").Count.EqualTo(6));
    }

    [TestCase(3_049_867_000, "3050 ms")]
    [TestCase(10_000_000, "10 ms")]
    [TestCase(9_940_000, "9.9 ms")]
    [TestCase(140_000, "0.1 ms")]
    public void How_much_earlier_is_said_in_whole_milliseconds_or_one_decimal_below_ten(long earlierNs, string said)
    {
        var history = Story.Of("1 invoke write k 1\n1 ok\n1 invoke write k 2\n1 ok\n2 invoke read k\n2 ok 1");
        foreach (var late in (int[])[4, 5])
            history[late] = history[late] with { TimeNs = history[3].TimeNs + earlierNs };
        Assert.That(new LinearizabilityChecker().Check(history, CheckLimits.None).Summary, Does.EndWith($"(acknowledged {said} earlier)"));
    }

    [Test]
    public void No_reason_is_claimed_where_it_takes_several()
    {
        var verdict = Check("""
            1 invoke write k 1
            1 ok
            2 invoke cas k [1,2]
            3 invoke cas k [1,3]
            4 invoke cas k [1,4]
            1 invoke write k 1
            1 ok
            2 ok
            3 ok
            4 ok
            """);
        Assert.That(verdict.Summary, Is.EqualTo("key k: no order of the operations explains that process 4 found what it expected in a cas [1 4]"));
    }

    [TestCase("nobody ever wrote that", "1 invoke read k\n1 ok 9")]
    [TestCase("the write that would have written it failed", "1 invoke write k 9\n1 fail\n2 invoke read k\n2 ok 9")]
    [TestCase("it was written only later", "1 invoke read k\n1 ok 9\n2 invoke write k 9\n2 ok")]
    [TestCase("but 1 had been written", "1 invoke write k 1\n1 ok\n2 invoke read k\n2 ok null")]
    [TestCase("so did process 1 in a cas [2 3], and 2 was there only once", "1 invoke write k 2\n1 ok\n1 invoke cas k [2,3]\n1 ok\n2 invoke cas k [2,4]\n2 ok")]
    [TestCase("1 had been overwritten by 2", "1 invoke write k 1\n1 ok\n1 invoke write k 2\n1 ok\n2 invoke cas k [5,6]\n2 fail cas-miss 1")]
    [TestCase("missed in a cas [1 2]", "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n2 fail cas-miss")]
    [TestCase("found 1 in a cas [1 2] that missed", "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n2 fail cas-miss 1")]
    public void An_impossible_answer_is_invalid_and_says_why(string reason, string story) =>
        Assert.That(Check(story), Has.Property("Validity").EqualTo(Validity.Invalid).And.Property("Summary").Contains(reason));

    [TestCase("1 invoke write k 1\n1 info\n2 invoke read k\n2 ok null\n2 invoke read k\n2 ok 1", TestName = "An_unknown_write_may_happen_late")]
    [TestCase("1 invoke write k 1\n1 info\n2 invoke read k\n2 ok null", TestName = "An_unknown_write_may_never_happen")]
    [TestCase("1 invoke write k 1\n2 invoke read k\n2 ok 1", TestName = "An_open_write_may_have_happened")]
    [TestCase("1 invoke write k 1\n2 invoke read k\n2 ok null\n1 ok", TestName = "A_read_beside_a_write_may_be_before_it")]
    [TestCase("1 invoke read k\n1 info\n2 invoke read k\n2 ok null", TestName = "An_unknown_read_says_nothing")]
    [TestCase("1 invoke cas k [5,6]\n1 fail refused\n2 invoke read k\n2 ok null", TestName = "A_refused_cas_says_nothing")]
    [TestCase("1 invoke write a 1\n1 ok\n2 invoke read b\n2 ok null", TestName = "Keys_do_not_touch_each_other")]
    [TestCase("", TestName = "An_empty_history_is_linearizable")]
    public void What_may_have_been_is_valid(string story) => Assert.That(Check(story).Validity, Is.EqualTo(Validity.Valid));

    [Test]
    public void Only_the_keys_that_are_not_valid_are_named()
    {
        var verdict = Check("""
            1 invoke write good 1
            1 ok
            2 invoke read bad
            2 ok 9
            """);
        Assert.That(verdict.Parts.Select(part => part.Key), Is.EqualTo(["bad"]));
        Assert.That(verdict.Facts[0], Is.EqualTo(KeyValuePair.Create("keys", "2")));
    }

    [Test]
    public void A_counter_example_holds_only_what_is_needed()
    {
        var history = RandomHistories.Register(new Dice(1), 300, processes: 5, unknownPercent: 5, isUnique: true, blindPercent: 0);
        var lastWrite = history.FindLastIndex(e => e is { F: "write", Type: EventType.Ok });
        var probe = history[0] with { Index = history.Count, Process = new ProcessId(1000), Type = EventType.Invoke, F = "read", Value = Value.Absent };
        history.AddRange([probe, probe with { Index = history.Count + 1, Type = EventType.Ok }]);
        var verdict = new LinearizabilityChecker().Check(history, CheckLimits.None);
        Assert.That(verdict.Validity, Is.EqualTo(Validity.Invalid));
        Assert.That(verdict.Parts.Single().Evidence, Has.Count.EqualTo(4).And.Some.EqualTo(history[^1]));
    }

    [Test]
    public void A_register_may_start_with_a_value() =>
        Assert.That(new LinearizabilityChecker(Value.Of(0)).Check(Story.Of("1 invoke read k\n1 ok 0"), CheckLimits.None).Validity, Is.EqualTo(Validity.Valid));

    [Test]
    public void Past_the_time_limit_the_verdict_is_unknown_and_names_the_key()
    {
        var verdict = new LinearizabilityChecker().Check(Hard(), new CheckLimits(long.MaxValue, () => true));
        Assert.That(verdict, Has.Property("Validity").EqualTo(Validity.Unknown).And.Property("Summary").EqualTo("key k: not decided, the time limit was reached; linearizable at least up to the end of 0 of 41 completed operations"));
    }

    [Test]
    public void Past_the_memory_limit_the_verdict_is_unknown_and_names_it()
    {
        var verdict = new LinearizabilityChecker().Check(Hard(), new CheckLimits(MaxBytes: 100_000, () => false));
        Assert.That(verdict, Has.Property("Validity").EqualTo(Validity.Unknown).And.Property("Summary").Contains("the memory limit of 100,000 bytes was reached; linearizable at least up to the end of 6 of 41"));
    }

    [Test]
    public void A_hard_key_does_not_keep_a_broken_one_from_its_verdict()
    {
        var history = Hard();
        var stale = Story.Of("1 invoke write bad 1\n1 ok\n1 invoke write bad 2\n1 ok\n1 invoke read bad\n1 ok 1");
        history.AddRange(stale.Select(e => e with { Index = history.Count + e.Index, Process = new ProcessId(1000) }));
        var verdict = new LinearizabilityChecker().Check(history, CheckLimits.None);
        Assert.That(verdict.Parts.Select(part => (part.Key, part.Validity)), Is.EqualTo([("k", Validity.Unknown), ("bad", Validity.Invalid)]));
    }

    [Test]
    public void An_operation_that_no_register_has_is_an_error_that_names_the_line() =>
        Assert.That(() => Check("1 invoke append k 1"), Throws.TypeOf<HistoryFormatException>().With.Message.EqualTo("history line 1: a register has no operation 'append'"));

    private static Verdict Check(string story) => new LinearizabilityChecker().Check(Story.Of(story), CheckLimits.None);

    /// <summary>Forty cas over six values, all open at once and all certain, which can follow each other in very many ways, but not all of them.</summary>
    private static List<HistoryEvent> Hard()
    {
        var dice = new Dice(7);
        var cas = Enumerable.Range(0, 40).Select(i => $"{i} invoke cas k [{dice.Below(6)},{dice.Below(6)}]");
        return Story.Of(string.Join('\n', ["100 invoke write k 0", "100 ok", .. cas, .. Enumerable.Range(0, 40).Select(i => $"{i} ok")]));
    }
}
