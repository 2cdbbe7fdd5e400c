namespace RaftTorture.Checking.Tests.Models;

internal sealed class QueueModelTests
{
    private const string Model = "queue";

    [Test]
    public void The_first_in_is_the_first_out() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        2 invoke enqueue k 3
        2 ok
        1 invoke dequeue k
        1 ok 7
        2 invoke dequeue k
        2 ok 3
        1 invoke dequeue k
        1 ok
        """);

    [Test]
    public void An_overtaken_element_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        2 invoke enqueue k 3
        2 ok
        1 invoke dequeue k
        1 ok 3
        """);

    [Test]
    public void Concurrent_enqueues_have_any_order() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke enqueue k 7
        2 invoke enqueue k 3
        1 ok
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
    public void A_queue_that_holds_something_is_not_empty() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        1 invoke dequeue k
        1 ok null
        """);

    [Test]
    public void An_unknown_dequeue_may_have_taken_the_head() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke enqueue k 7
        1 ok
        1 invoke enqueue k 3
        1 ok
        3 invoke dequeue k
        3 info
        2 invoke dequeue k
        2 ok 3
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke peek k");
}
