namespace RaftTorture.Checking.Tests.Models;

internal sealed class UnorderedQueueModelTests
{
    private const string Model = "unordered-queue";

    [Test]
    public void Elements_leave_in_any_order() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        2 invoke enqueue k 3
        2 ok
        1 invoke dequeue k
        1 ok 3
        1 invoke dequeue k
        1 ok 7
        """);

    [Test]
    public void An_element_leaves_once() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        1 invoke dequeue k
        1 ok 7
        2 invoke dequeue k
        2 ok 7
        """);

    [Test]
    public void An_unknown_dequeue_may_have_taken_any_one() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        2 invoke enqueue k 3
        2 ok
        3 invoke dequeue k
        3 info
        1 invoke dequeue k
        1 ok 3
        1 invoke dequeue k
        1 ok null
        """);

    [Test]
    public void An_unknown_dequeue_takes_no_two() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        2 invoke enqueue k 3
        2 ok
        3 invoke dequeue k
        3 info
        1 invoke dequeue k
        1 ok null
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke peek k");
}
