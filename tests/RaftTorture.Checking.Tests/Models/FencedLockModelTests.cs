namespace RaftTorture.Checking.Tests.Models;

internal sealed class FencedLockModelTests
{
    private const string Model = "fenced-lock";

    [Test]
    public void Tokens_grow() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke acquire k
        1 ok 3
        1 invoke release k 3
        1 ok
        2 invoke acquire k
        2 ok 8
        2 invoke release k
        2 ok
        """);

    [Test]
    public void A_token_that_does_not_grow_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        1 ok 3
        1 invoke release k
        1 ok
        2 invoke acquire k
        2 ok 3
        """);

    [Test]
    public void A_release_with_the_token_of_somebody_else_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        1 ok 3
        1 invoke release k 2
        1 ok
        """);

    [Test]
    public void Two_holders_at_once_are_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        1 ok 3
        2 invoke acquire k
        2 ok 4
        """);

    [Test]
    public void An_unknown_acquire_and_release_have_used_up_a_token() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        3 invoke acquire k
        1 ok 3
        1 invoke release k
        1 ok
        3 info
        2 invoke acquire k
        2 ok 4
        2 invoke release k
        2 ok
        4 invoke acquire k
        4 ok 4
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke release k key");
}
