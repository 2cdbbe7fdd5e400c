using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class AppendListModelTests
{
    private const string Model = "append-list";

    [Test]
    public void Elements_may_repeat() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke append k 7
        1 ok
        2 invoke append k 7
        2 ok
        1 invoke read k
        1 ok [7,7]
        """);

    [Test]
    public void Repeated_elements_are_counted() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke append k 7
        1 ok
        2 invoke append k 7
        2 ok
        1 invoke read k
        1 ok [7]
        """);

    [Test]
    public void The_order_of_appends_is_kept() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke append k 7
        1 ok
        2 invoke append k 3
        2 ok
        1 invoke read k
        1 ok [3,7]
        """);

    [Test]
    public void A_list_may_start_with_elements() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke append k 7
        1 ok
        2 invoke read k
        2 ok [1,7]
        """,
        Value.Of([Value.Of(1)]));

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke prepend k 1");
}
