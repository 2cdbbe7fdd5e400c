namespace RaftTorture.Checking.Tests.Models;

internal sealed class MutexModelTests
{
    private const string Model = "mutex";

    [Test]
    public void A_lock_goes_from_one_to_the_next() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke acquire k
        2 invoke acquire k
        1 ok
        1 invoke release k
        2 ok
        1 ok
        """);

    [Test]
    public void Two_holders_at_once_are_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        1 ok
        2 invoke acquire k
        2 ok
        1 invoke release k
        1 ok
        """);

    [Test]
    public void Only_the_holder_releases() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke acquire k
        1 ok
        2 invoke release k
        2 ok
        """);

    [Test]
    public void An_unknown_release_may_have_happened() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke acquire k
        1 ok
        1 invoke release k
        1 info
        2 invoke acquire k
        2 ok
        """);

    [Test]
    public void An_acquire_that_failed_took_nothing() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke acquire k
        1 fail busy
        2 invoke acquire k
        2 ok
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke try k");
}
