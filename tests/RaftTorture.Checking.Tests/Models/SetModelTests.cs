namespace RaftTorture.Checking.Tests.Models;

internal sealed class SetModelTests
{
    private const string Model = "set";

    [Test]
    public void A_removed_element_is_gone() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke add k 7
        1 ok
        1 invoke remove k 7
        1 ok
        2 invoke contains k 7
        2 ok 0
        2 invoke read k
        2 ok []
        """);

    [Test]
    public void A_removed_element_does_not_come_back() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke add k 7
        1 ok
        1 invoke remove k 7
        1 ok
        2 invoke contains k 7
        2 ok 1
        """);

    [Test]
    public void An_element_may_be_added_again() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke add k 7
        1 ok
        2 invoke add k 7
        2 ok
        2 invoke read k
        2 ok [7]
        """);

    [Test]
    public void Elements_are_read_in_any_order() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke add k 7
        1 ok
        2 invoke add k 3
        2 ok
        2 invoke read k
        2 ok [7,3]
        1 invoke read k
        1 ok [3,7]
        """);

    [Test]
    public void A_lost_element_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke add k 7
        1 ok
        2 invoke add k 3
        2 ok
        2 invoke read k
        2 ok [3]
        """);

    [Test]
    public void Elements_that_nobody_read_back_are_no_offence() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke add k 7
        1 ok
        2 invoke add k 3
        2 ok
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke pop k 1");
}
