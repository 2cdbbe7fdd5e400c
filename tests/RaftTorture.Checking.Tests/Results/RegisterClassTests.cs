using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Tests.Results;

/// <summary>Each class of violations beside its nearest neighbour: one event more or less, and it is another one. The corpus holds the plain cases.</summary>
internal sealed class RegisterClassTests
{
    private const string Overwritten = "1 invoke write k 1\n1 ok\n2 invoke write k 2\n2 ok\n";

    [TestCase(ViolationClass.GarbageRead, "2 invoke read k\n2 ok 9")]
    [TestCase(ViolationClass.GarbageRead, "2 invoke cas k [9,3]\n2 ok")]
    [TestCase(ViolationClass.GarbageRead, "2 invoke cas k [1,3]\n2 fail cas-miss 9")]
    [TestCase(ViolationClass.AbortedRead, "1 invoke write k 9\n1 fail\n2 invoke read k\n2 ok 9")]
    [TestCase(ViolationClass.AbortedRead, "1 invoke write k 9\n2 invoke read k\n2 ok 9\n1 fail")]
    [TestCase(ViolationClass.FutureRead, "2 invoke read k\n2 ok 9\n1 invoke write k 9\n1 fail\n3 invoke write k 9\n3 ok")]
    [TestCase(ViolationClass.AbortedRead, "2 invoke read k\n2 ok 9\n1 invoke write k 9\n1 fail")]
    public void What_was_never_there_has_a_class_by_who_tried_to_write_it(ViolationClass kind, string story) => AssertClass(kind, story);

    [TestCase(ViolationClass.StaleRead, "3 invoke read k\n3 ok 1", TestName = "One_look_at_an_overwritten_value_is_a_stale_read")]
    [TestCase(ViolationClass.LostWrite, "3 invoke read k\n3 ok 1\n4 invoke read k\n4 ok 1", TestName = "Two_looks_and_none_at_the_newer_value_are_a_lost_write")]
    [TestCase(ViolationClass.StaleRead, "3 invoke read k\n3 ok 1\n4 invoke read k\n4 ok 1\n5 invoke read k\n5 ok 2", TestName = "What_is_seen_again_was_not_lost")]
    [TestCase(ViolationClass.LostWrite, "3 invoke cas k [1,3]\n3 ok", TestName = "A_cas_on_an_overwritten_value_loses_the_write")]
    [TestCase(ViolationClass.SplitBrain, "3 invoke cas k [1,3]\n3 ok\n4 invoke read k\n4 ok 2", TestName = "A_cas_on_a_value_whose_successor_lives_on_is_a_split_brain")]
    public void An_overwritten_value_that_is_seen_again_has_a_class_by_what_came_of_its_successor(ViolationClass kind, string story) =>
        AssertClass(kind, Overwritten + story);

    [TestCase(ViolationClass.DuplicateApply, "1 info", "4 invoke read k\n4 ok 1", TestName = "An_unknown_write_that_is_back_for_good_took_effect_twice")]
    [TestCase(ViolationClass.LostWrite, "1 ok", "4 invoke read k\n4 ok 1", TestName = "An_acknowledged_one_was_not_tried_again")]
    [TestCase(ViolationClass.StaleRead, "1 info", "4 invoke read k\n4 ok 2", TestName = "One_that_is_gone_again_did_not_take_effect_twice")]
    public void A_write_took_effect_twice_only_if_it_may_have_been_tried_twice(ViolationClass kind, string end, string after) =>
        AssertClass(kind, $"1 invoke write k 1\n{end}\n3 invoke read k\n3 ok 1\n2 invoke write k 2\n2 ok\n3 invoke read k\n3 ok 1\n{after}");

    [TestCase(ViolationClass.SplitBrain, "3 invoke cas k [1,4]\n3 ok", TestName = "Two_cas_on_a_value_that_was_there_once_are_a_split_brain")]
    [TestCase(ViolationClass.Unexplained, "3 invoke cas k [1,4]\n2 invoke write k 1\n2 ok\n4 invoke cas k [1,5]\n3 ok\n4 ok", TestName = "On_one_that_was_there_twice_they_are_not")]
    public void Cas_contradict_each_other_alone_only_where_the_value_was_there_once(ViolationClass kind, string story) =>
        AssertClass(kind, $"1 invoke write k 1\n1 ok\n2 invoke cas k [1,3]\n2 ok\n{story}");

    [TestCase(ViolationClass.Inversion, "2 invoke write k 2", TestName = "Newer_than_old_by_a_reader_alone_is_an_inversion")]
    [TestCase(ViolationClass.StaleRead, "2 invoke write k 2\n2 ok", TestName = "Newer_than_old_by_an_acknowledgement_is_a_stale_read")]
    public void An_inversion_is_between_readers(ViolationClass kind, string write) =>
        AssertClass(kind, $"1 invoke write k 1\n1 ok\n{write}\n3 invoke read k\n3 ok 2\n4 invoke read k\n4 ok 1");

    [Test]
    public void How_far_off_an_answer_is_counts_the_values_since_and_the_time_since_the_first_of_them()
    {
        var violation = Violation("""
            1 invoke write k 1
            1 ok
            1 invoke write k 2
            1 ok
            1 invoke write k 3
            1 ok
            2 invoke read k
            2 ok 1
            """);
        Assert.That((violation.LeastK, violation.StaleMs), Is.EqualTo((3, 3.0)));
    }

    [Test]
    public void What_was_never_there_is_not_some_values_old()
    {
        var violation = Violation("2 invoke read k\n2 ok 9");
        Assert.That((violation.LeastK, violation.StaleMs), Is.EqualTo(((int?)null, (double?)null)));
    }

    [Test]
    public void What_pins_the_state_is_marked_and_said_in_words()
    {
        var violation = Violation(Overwritten + "3 invoke read k\n3 ok 1");
        Assert.That(violation.Core.Select(operation => operation.IsForcing), Is.EqualTo([true, false, true]));
        var forced = violation.Forced.Single();
        Assert.That((forced.Value, forced.From!.Index, forced.Until.Index), Is.EqualTo(("1", 1, 4)));
        Assert.That(forced.Sentence, Is.EqualTo("process 1 wrote 1 and then process 3 read 1: it was there in between"));
    }

    [Test]
    public void The_longest_prefix_orders_all_that_was_known_before()
    {
        var violation = Violation(Overwritten + "3 invoke read k\n3 ok 1\n4 invoke read k\n4 ok 2");
        Assert.That(violation.LongestPrefix!.Positions, Is.EqualTo([0, 2]));
        Assert.That(violation.FirstImpossible.Index, Is.EqualTo(5));
    }

    private static void AssertClass(ViolationClass kind, string story)
    {
        var violation = Violation(story);
        Assert.That((violation.Class, violation.IsMinimal), Is.EqualTo((kind, true)), violation.Sentence);
    }

    private static Violation Violation(string story) =>
        new LinearizabilityChecker().Check(Story.Of(story), CheckLimits.None).Parts.Single().Violation!;
}
