namespace RaftTorture.Kv.Tests;

/// <summary>Compare, then operate: etcd's transaction.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TransactionTests
{
    private readonly KvMachine _machine = new();
    private long _index;

    [Test]
    public void One_branch_runs_and_each_of_its_operations_is_answered_in_order()
    {
        Do(new KvCommand.Put("a", "1"));

        var result = Do(new KvCommand.Txn(
            [new("a", KvRelation.Equal, "1"), new("b", KvRelation.Equal, null)],
            [new KvCommand.Get("a"), new KvCommand.Put("b", "2"), new KvCommand.Incr("a", 4)],
            [new KvCommand.Delete("a")]));

        Assert.That(result, Is.EqualTo(new KvResult.TxnDone(true, ["1", null, "5"])));
        Assert.That((_machine.Read("a"), _machine.Read("b")), Is.EqualTo(("5", "2")));
    }

    [Test]
    public void One_compare_that_does_not_hold_runs_the_other_branch()
    {
        var result = Do(new KvCommand.Txn(
            [new("a", KvRelation.Equal, null), new("a", KvRelation.NotEqual, null)],
            [new KvCommand.Put("a", "then")],
            [new KvCommand.Append("a", "else")]));

        Assert.That(result, Is.EqualTo(new KvResult.TxnDone(false, [null])));
        Assert.That(_machine.Read("a"), Is.EqualTo("else"));
    }

    [Test]
    public void Operations_see_what_those_before_them_did_and_of_two_puts_the_last_stays()
    {
        var result = Do(new KvCommand.Txn([], [new KvCommand.Put("k", "x"), new KvCommand.Get("k"), new KvCommand.Put("k", "y")], []));

        Assert.That(result, Is.EqualTo(new KvResult.TxnDone(true, [null, "x", null])));
        Assert.That(_machine.Read("k"), Is.EqualTo("y"));
    }

    [Test]
    public void An_incr_that_finds_no_number_undoes_the_branch_to_the_last_trace()
    {
        Do(new KvCommand.Put("old", "1"));
        var before = _machine.StateHash;

        var result = Do(new KvCommand.Txn(
            [],
            [new KvCommand.Put("new", "2"), new KvCommand.Delete("old"), new KvCommand.Put("old", "x"), new KvCommand.Incr("old", 1)],
            []));

        Assert.That(result, Is.EqualTo(new KvResult.NotANumber("old")));
        Assert.That(_machine.StateHash, Is.EqualTo(before));
        Assert.That((_machine.Read("old"), _machine.Read("new")), Is.EqualTo(("1", (string?)null)));
    }

    [TestCase("b", KvRelation.Equal, "b", true)]
    [TestCase("b", KvRelation.Equal, "a", false)]
    [TestCase("b", KvRelation.NotEqual, "a", true)]
    [TestCase("b", KvRelation.NotEqual, "b", false)]
    [TestCase("b", KvRelation.Less, "c", true)]
    [TestCase("b", KvRelation.Less, "b", false)]
    [TestCase("b", KvRelation.Less, "B", false, Description = "ordinal, not alphabetical")]
    [TestCase("b", KvRelation.Greater, "a", true)]
    [TestCase("b", KvRelation.Greater, "b", false)]
    [TestCase(null, KvRelation.Equal, null, true)]
    [TestCase(null, KvRelation.Equal, "", false)]
    [TestCase(null, KvRelation.NotEqual, "", true)]
    [TestCase("", KvRelation.NotEqual, null, true)]
    [TestCase(null, KvRelation.Less, "a", false)]
    [TestCase(null, KvRelation.Greater, "", false)]
    [TestCase("a", KvRelation.Greater, null, false)]
    public void A_compare_holds(string? value, KvRelation relation, string? target, bool holds) =>
        Assert.That(new KvCompare("k", relation, target).Holds(value), Is.EqualTo(holds));

    private KvResult Do(KvCommand command) => _machine.Apply(++_index, timeMs: 0, new LogCommand.Once(command));
}
