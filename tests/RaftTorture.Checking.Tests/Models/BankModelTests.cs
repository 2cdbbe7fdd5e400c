using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class BankModelTests
{
    private const string Model = "bank";

    private static readonly Value Initial = Value.Of([Value.Of(10), Value.Of(5)]);

    [Test]
    public void A_transfer_moves_money() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke transfer k [0,1,4]
        1 ok
        2 invoke read k
        2 ok [[1,9],[0,6]]
        2 invoke read k
        2 ok [6,9]
        """,
        Initial);

    [Test]
    public void Money_does_not_come_from_nowhere() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke transfer k [0,1,4]
        1 ok
        2 invoke read k
        2 ok [10,9]
        """,
        Initial);

    [Test]
    public void Money_in_flight_is_never_seen() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke transfer k [0,1,4]
        2 invoke read k
        2 ok [6,5]
        1 ok
        """,
        Initial);

    [Test]
    public void A_transfer_without_funds_does_not_succeed() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke transfer k [0,1,11]
        1 ok
        """,
        Initial);

    [Test]
    public void An_unknown_transfer_may_have_happened() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke transfer k [0,1,4]
        1 info
        2 invoke read k
        2 ok [6,9]
        """,
        Initial);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke transfer k [0,1]", Initial);
}
