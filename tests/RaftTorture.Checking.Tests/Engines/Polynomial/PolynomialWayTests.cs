using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Polynomial;

internal sealed class PolynomialWayTests
{
    [Test]
    public void A_busy_queue_is_decided_however_long([Values(0, 5)] int unknownPercent)
    {
        var history = BusyObjects.Queue(new Dice(71), operations: 5_000, clients: 50, unknownPercent);
        Assert.That(PolynomialTrial.Decide<QueueModel, Value.Items>(history), Is.InstanceOf<SearchResult.Found>());
        Assert.That(PolynomialTrial.Decide<UnorderedQueueModel, UnorderedQueueState>(history), Is.InstanceOf<SearchResult.Found>());
    }

    [Test]
    public void A_busy_counter_is_decided_however_long([Values(0, 5)] int unknownPercent)
    {
        var history = BusyObjects.Counter(new Dice(72), operations: 5_000, clients: 50, unknownPercent);
        Assert.That(PolynomialTrial.Decide<CounterModel, long>(history), Is.InstanceOf<SearchResult.Found>());
    }

    [Test]
    public void Texts_of_words_that_are_written_once_are_decided_however_busy([Values] bool isBroken)
    {
        var history = Appends.Generate(new Dice(73), operations: 5_000, clients: 50, keys: 1, isBroken);
        var expected = isBroken ? typeof(SearchResult.Impossible) : typeof(SearchResult.Found);
        Assert.That(PolynomialTrial.Decide<KvModel, KvState>(history, Value.Of("")), Is.InstanceOf(expected));
    }

    [TestCase("1 invoke put k a\n1 ok\n1 invoke append k b\n1 ok\n2 invoke get k\n2 ok ba", TestName = "A_put_in_the_middle_of_a_text")]
    [TestCase("1 invoke append k a\n1 ok\n1 invoke append k b\n2 invoke get k\n2 ok b\n2 invoke get k\n2 ok ab\n1 ok", TestName = "An_append_that_found_two_texts")]
    [TestCase("1 invoke append k a\n1 ok\n2 invoke get k\n2 ok ac", TestName = "A_word_that_nobody_wrote")]
    [TestCase("1 invoke append k a\n1 info\n2 invoke get k\n2 ok a\n2 invoke get k\n2 ok null", TestName = "An_unknown_append_that_went_away")]
    public void What_no_text_can_become_needs_no_search(string story) =>
        Assert.That(PolynomialTrial.Decide<KvModel, KvState>(Story.Of(story)), Is.InstanceOf<SearchResult.Impossible>());

    [TestCase("1 invoke append k a\n1 ok\n1 invoke append k a\n1 ok", TestName = "A_word_that_is_written_twice")]
    [TestCase("1 invoke append k a\n1 ok\n1 invoke append k ab\n1 ok", TestName = "A_word_that_begins_with_another")]
    [TestCase("1 invoke append k 1\n1 ok", TestName = "A_number")]
    [TestCase("1 invoke put k a\n1 ok\n1 invoke delete k\n1 ok", TestName = "A_deletion")]
    public void A_text_whose_answers_do_not_tell_the_words_is_left_to_the_search(string story) =>
        Assert.That(PolynomialTrial.Decide<KvModel, KvState>(Story.Of(story)), Is.Null);

    [TestCase("1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 3\n1 ok\n1 invoke dequeue k\n1 ok 3", TestName = "A_value_that_overtakes_one_that_stays")]
    [TestCase(
        "1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 3\n1 ok\n1 invoke dequeue k\n1 ok 3\n2 invoke dequeue k\n2 info",
        TestName = "A_value_that_overtakes_one_that_was_taken_too_late")]
    [TestCase(
        "1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 3\n1 ok\n1 invoke enqueue k 5\n1 ok\n2 invoke dequeue k\n2 info\n1 invoke dequeue k\n1 ok 5",
        TestName = "Two_overtaken_values_and_one_unknown_dequeue")]
    [TestCase(
        "1 invoke enqueue k 7\n1 ok\n3 invoke dequeue k\n1 invoke enqueue k 3\n1 ok\n1 invoke dequeue k\n1 ok 7\n3 ok\n2 invoke dequeue k\n2 ok 3",
        TestName = "Nothing_found_while_two_values_took_turns")]
    public void What_no_queue_can_do_needs_no_search(string story) =>
        Assert.That(PolynomialTrial.Decide<QueueModel, Value.Items>(Story.Of(story)), Is.InstanceOf<SearchResult.Impossible>());

    [TestCase("1 invoke enqueue k 7\n1 ok\n1 invoke enqueue k 7\n1 ok", TestName = "A_value_twice")]
    [TestCase("1 invoke enqueue k\n1 ok", TestName = "A_null")]
    public void A_queue_whose_answers_do_not_tell_the_value_is_left_to_the_search(string story) =>
        Assert.That(PolynomialTrial.Decide<QueueModel, Value.Items>(Story.Of(story)), Is.Null);

    [Test]
    public void A_process_that_goes_on_after_an_unknown_acquire_is_left_to_the_search() =>
        Assert.That(PolynomialTrial.Decide<MutexModel, int>(Story.Of("1 invoke acquire k\n1 info\n1 invoke release k\n1 ok")), Is.Null);

    [Test]
    public void Sums_of_different_numbers_are_left_to_the_search() =>
        Assert.That(PolynomialTrial.Decide<CounterModel, long>(Story.Of("1 invoke add k 2\n2 invoke add k 3\n3 invoke read k\n3 ok 3\n1 ok\n2 ok")), Is.Null);

    [Test]
    public void A_counter_that_may_wrap_around_is_left_to_the_search()
    {
        var story = $"1 invoke add k {long.MaxValue}\n1 ok\n1 invoke add k {long.MaxValue}\n1 ok";
        Assert.That(PolynomialTrial.Decide<CounterModel, long>(Story.Of(story)), Is.Null);
    }
}
