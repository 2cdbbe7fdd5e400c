using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class CounterModelTests
{
    private const string Model = "counter";

    [Test]
    public void A_read_answers_the_sum() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke add k 5
        1 ok
        2 invoke increment k
        2 ok
        1 invoke add k -2
        1 ok
        2 invoke read k
        2 ok 4
        """);

    [Test]
    public void A_lost_increment_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke increment k
        1 ok
        2 invoke increment k
        2 ok
        1 invoke read k
        1 ok 1
        """);

    [Test]
    public void An_unknown_addition_counts_or_not_but_not_back_and_forth() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke add k 5
        1 info
        2 invoke read k
        2 ok 5
        2 invoke read k
        2 ok 0
        """);

    [Test]
    public void A_counter_may_start_elsewhere() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke increment k
        1 ok
        1 invoke read k
        1 ok 11
        """,
        Value.Of(10));

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke add k much");
}
