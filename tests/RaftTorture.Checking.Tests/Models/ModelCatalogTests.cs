using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class ModelCatalogTests
{
    [Test]
    public void Every_name_makes_a_checker_of_that_name()
    {
        var models = ModelCatalog.Names.Where(name => !name.EndsWith("register", StringComparison.Ordinal)).ToArray();
        var checkers = models.Select(name => ModelCatalog.Create(name, name == "bank" ? Value.Of([Value.Of(1)]) : null));
        Assert.That(checkers.Select(checker => checker.Name), Is.EqualTo(models));
    }

    [Test]
    public void A_name_that_it_does_not_know_is_answered_with_those_that_it_does() =>
        Assert.That(() => ModelCatalog.Create("stack"), Throws.ArgumentException.With.Message.Contains("'stack'").And.Message.Contains("kv, set, counter"));

    [TestCase("set", 7)]
    [TestCase("counter", "seven")]
    [TestCase("append-list", 7)]
    [TestCase("mutex", 7)]
    [TestCase("fenced-lock", "seven")]
    [TestCase("queue", 7)]
    [TestCase("unordered-queue", 7)]
    [TestCase("bank", 7)]
    [TestCase("bank", null)]
    public void What_an_object_cannot_hold_is_refused(string name, object? initial) =>
        Assert.That(() => ModelCatalog.Create(name, initial is int number ? Value.Of(number) : Value.Of((string?)initial)), Throws.ArgumentException);

    [TestCase("register")]
    [TestCase("cas-register")]
    public void Registers_have_their_own_checker(string name)
    {
        ModelStories.AssertAccepts(name, "1 invoke read k\n1 ok 3", Value.Of(3));
        ModelStories.AssertRejects(name, "1 invoke read k\n1 ok 7", Value.Of(3));
    }

    [Test]
    public void Where_the_quick_checker_cannot_tell_the_model_does()
    {
        ModelStories.AssertAccepts("append-list", "1 invoke append k 7\n1 ok\n1 invoke append k 7\n1 ok\n1 invoke read k\n1 ok [7,7]");
        ModelStories.AssertRejects("append-list", "1 invoke append k 7\n1 ok\n1 invoke append k 7\n1 ok\n1 invoke read k\n1 ok [7]");
    }

    [Test]
    public void A_broken_set_is_told_by_the_checker_that_has_words_for_it() =>
        Assert.That(ModelStories.Judge("set", "1 invoke add k 7\n1 ok\n2 invoke read k\n2 ok []").Summary, Does.Contain("lost 1 acknowledged element(s): 7"));
}
