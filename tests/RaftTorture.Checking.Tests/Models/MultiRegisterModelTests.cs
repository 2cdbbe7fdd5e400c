namespace RaftTorture.Checking.Tests.Models;

internal sealed class MultiRegisterModelTests
{
    private const string Model = "multi-register";

    [Test]
    public void A_transaction_sees_its_own_writes() => ModelStories.AssertAccepts(
        Model,
        """
        1 invoke txn k [[w,x,1],[r,x,null],[r,y,null]]
        1 ok [[w,x,1],[r,x,1],[r,y,null]]
        """);

    [Test]
    public void Half_a_transaction_is_never_seen() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke txn k [[w,x,1],[w,y,1]]
        2 invoke txn k [[r,x,null],[r,y,null]]
        2 ok [[r,x,1],[r,y,null]]
        1 ok
        """);

    [Test]
    public void Transactions_of_different_keys_are_one_object() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke txn a [[w,x,1]]
        1 ok
        2 invoke txn b [[r,x,null]]
        2 ok [[r,x,null]]
        """);

    [Test]
    public void An_answer_to_another_question_is_impossible() => ModelStories.AssertRejects(
        Model,
        """
        1 invoke txn k [[r,x,null]]
        1 ok [[r,y,null]]
        """);

    [Test]
    public void What_it_cannot_read_is_named_with_its_line() => ModelStories.AssertCannotRead(Model, "1 invoke txn k [[append,x,1]]");
}
