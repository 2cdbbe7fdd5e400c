using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Tests.Results;

/// <summary>Near misses: histories that are as impossible as those of the corpus, but of which the class of their neighbours does not hold.</summary>
internal sealed class ModelClassTests
{
    private const string TwoIn = "1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 3\n1 ok\n";
    private const string ThreeUnderWay = "1 invoke add k 5\n2 invoke add k -5\n3 invoke add k 3\n";
    private const string Overwritten = "1 invoke put k x\n1 ok\n1 invoke put k y\n1 ok\n2 invoke get k\n2 ok x\n";

    [TestCase(ViolationClass.LostElement, "")]
    [TestCase(ViolationClass.OutOfOrder, "2 invoke dequeue k\n2 ok 7")]
    [TestCase(ViolationClass.OutOfOrder, "2 invoke dequeue k\n2 info", TestName = "What_an_unknown_dequeue_may_have_taken_is_not_lost")]
    public void An_element_is_lost_only_if_nobody_can_have_got_it(ViolationClass kind, string after) =>
        AssertClass("queue", kind, TwoIn + "2 invoke dequeue k\n2 ok 3\n" + after);

    [TestCase(ViolationClass.LostElement, "")]
    [TestCase(ViolationClass.FalseEmpty, "3 invoke dequeue k\n3 ok 7")]
    [TestCase(ViolationClass.FalseEmpty, "3 invoke dequeue k\n3 info")]
    public void A_queue_that_was_not_empty_has_lost_nothing_that_comes_out_later(ViolationClass kind, string after) =>
        AssertClass("unordered-queue", kind, "1 invoke enqueue k 7\n1 ok\n2 invoke dequeue k\n2 ok null\n" + after);

    [TestCase(ViolationClass.DuplicateElement, "2 invoke dequeue k\n2 ok 7\n2 invoke dequeue k\n2 ok 7\n3 invoke dequeue k\n3 ok 7")]
    [TestCase(ViolationClass.Unexplained, "1 invoke enqueue k 3\n1 ok\n2 invoke dequeue k\n2 ok 7\n3 invoke dequeue k\n3 ok 3")]
    public void An_element_that_was_enqueued_twice_may_come_out_twice(ViolationClass kind, string after) =>
        AssertClass("queue", kind, "1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 7\n1 ok\n" + after);

    [Test]
    public void What_was_in_at_first_is_not_out_of_thin_air() => AssertClass(
        "queue",
        ViolationClass.Unexplained,
        "2 invoke dequeue k\n2 ok 5\n3 invoke dequeue k\n3 ok 5",
        Value.Of([Value.Of(5)]));

    [TestCase(ViolationClass.StaleToken, "1 ok 34\n2 invoke acquire k", TestName = "A_token_that_was_handed_out_before_the_other_was_asked_for_is_older")]
    [TestCase(ViolationClass.Unexplained, "2 invoke acquire k\n1 ok 34", TestName = "Of_acquires_that_overlap_neither_token_is_called_older")]
    public void A_token_is_stale_beside_an_older_one_only(ViolationClass kind, string acquires) =>
        AssertClass("fenced-lock", kind, $"1 invoke acquire k\n{acquires}\n1 invoke release k\n1 ok\n2 ok 33");

    [TestCase(ViolationClass.UnheldRelease, "1 ok\n1 invoke release k\n1 ok")]
    [TestCase(ViolationClass.DoubleAcquire, "1 ok\n1 invoke acquire k\n1 ok")]
    [TestCase(ViolationClass.DoubleAcquire, "1 ok\n1 invoke acquire k\n1 ok\n2 invoke acquire k\n2 info")]
    public void One_process_can_hold_twice_and_release_twice(ViolationClass kind, string twice) =>
        AssertClass("mutex", kind, kind == ViolationClass.UnheldRelease
            ? $"1 invoke acquire k\n1 ok\n1 invoke release k\n{twice}"
            : $"1 invoke acquire k\n{twice}");

    [Test]
    public void What_two_reads_contradict_together_is_no_impossible_sum() =>
        AssertClass("counter", ViolationClass.Unexplained, "1 invoke add k 1\n2 invoke add k 2\n3 invoke read k\n3 ok 1\n3 invoke read k\n3 ok 2");

    [TestCase(ViolationClass.ImpossibleSum, "4 invoke read k\n4 ok 7")]
    [TestCase(ViolationClass.Unexplained, "4 invoke read k\n4 ok 8\n4 invoke read k\n4 ok 5", TestName = "A_counter_that_may_lose_may_go_back")]
    public void A_counter_shows_what_its_additions_allow(ViolationClass kind, string reads) => AssertClass("counter", kind, ThreeUnderWay + reads);

    [TestCase(ViolationClass.LostWrite, "3 invoke get k\n3 ok x")]
    [TestCase(ViolationClass.StaleRead, "3 invoke get k\n3 ok y", TestName = "What_is_got_again_was_not_lost")]
    [TestCase(ViolationClass.StaleRead, "3 invoke put k x\n3 ok\n3 invoke get k\n3 ok x", TestName = "What_was_put_anew_was_not_lost")]
    [TestCase(ViolationClass.StaleRead, "3 invoke delete k\n3 ok\n3 invoke get k\n3 ok null", TestName = "What_was_deleted_was_not_lost")]
    public void A_put_is_lost_only_if_nothing_replaced_it(ViolationClass kind, string after) => AssertClass("kv", kind, Overwritten + after);

    [TestCase(ViolationClass.DuplicateApply, "")]
    [TestCase(ViolationClass.GarbageRead, "z")]
    public void A_text_is_doubled_only_if_all_of_it_was_written(ViolationClass kind, string more) =>
        AssertClass("kv", kind, $"1 invoke append k ab\n1 ok\n2 invoke get k\n2 ok abab{more}");

    [Test]
    public void Texts_in_the_wrong_order_are_neither_stale_nor_doubled() => AssertClass(
        "kv",
        ViolationClass.Unexplained,
        "1 invoke append k a\n1 ok\n1 invoke append k b\n1 ok\n2 invoke get k\n2 ok ba");

    private static void AssertClass(string model, ViolationClass kind, string story, Value? initial = null)
    {
        var violation = ModelCatalog.Create(model, initial).Check(Story.Of(story), CheckLimits.None).Parts.Single().Violation!;
        Assert.That((violation.Class, violation.IsMinimal), Is.EqualTo((kind, true)), violation.Sentence);
    }
}
