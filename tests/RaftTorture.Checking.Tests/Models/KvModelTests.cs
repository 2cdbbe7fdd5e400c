using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class KvModelTests
{
    private const string Model = "kv";

    [Test]
    public void An_append_adds_to_the_end() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke put k a
        1 ok
        2 invoke append k b
        2 ok
        1 invoke get k
        1 ok ab
        """);

    [Test]
    public void An_append_that_was_applied_twice_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke append k a
        1 ok
        2 invoke get k
        2 ok aa
        """);

    [Test]
    public void A_lost_append_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke append k a
        1 ok
        1 invoke append k b
        1 ok
        2 invoke get k
        2 ok b
        """);

    [Test]
    public void A_deleted_key_answers_the_initial_value() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke put k a
        1 ok
        2 invoke delete k
        2 ok
        1 invoke get k
        1 ok none
        """,
        Value.Of("none"));

    [Test]
    public void A_deleted_key_does_not_answer_what_it_held() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke put k a
        1 ok
        2 invoke delete k
        2 ok
        1 invoke get k
        1 ok a
        """);

    [Test]
    public void An_unknown_append_may_happen_late() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke append k a
        1 info
        2 invoke get k
        2 ok null
        2 invoke get k
        2 ok a
        """);

    [Test]
    public void An_unknown_append_happens_at_most_once() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke append k a
        1 info
        2 invoke get k
        2 ok aa
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke watch k 1");
}
