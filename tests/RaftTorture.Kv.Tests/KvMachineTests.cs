namespace RaftTorture.Kv.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvMachineTests
{
    private static readonly KvResult Written = new KvResult.Done(null);

    private readonly KvMachine _machine = new();
    private long _sequence;

    [Test]
    public void A_retry_gets_the_first_reply_and_is_not_applied_again()
    {
        var command = new SessionCommand("c", 1, new KvCommand.Append("k", "x"));

        Assert.That(_machine.Apply(command), Is.EqualTo(Written));
        Assert.That(_machine.Apply(command), Is.EqualTo(Written));

        Assert.That(_machine.Read("k"), Is.EqualTo("x"));
    }

    [Test]
    public void A_retried_cas_that_hit_is_told_that_it_hit_though_the_key_has_changed_since()
    {
        var cas = new SessionCommand("c", 1, new KvCommand.Cas("k", null, "mine"));

        _machine.Apply(cas);
        _machine.Apply(new SessionCommand("other", 1, new KvCommand.Put("k", "theirs")));

        Assert.That(_machine.Apply(cas), Is.EqualTo(Written));
        Assert.That(_machine.Read("k"), Is.EqualTo("theirs"));
    }

    [Test]
    public void A_command_that_comes_after_its_successor_is_not_applied()
    {
        _machine.Apply(new SessionCommand("c", 2, new KvCommand.Put("k", "new")));

        var reply = _machine.Apply(new SessionCommand("c", 1, new KvCommand.Put("k", "old")));

        Assert.That(reply, Is.EqualTo(new KvResult.StaleSequence(2)));
        Assert.That(_machine.Read("k"), Is.EqualTo("new"));
    }

    [Test]
    public void Sessions_do_not_share_their_sequence_numbers()
    {
        _machine.Apply(new SessionCommand("a", 7, new KvCommand.Append("k", "a")));
        _machine.Apply(new SessionCommand("b", 1, new KvCommand.Append("k", "b")));

        Assert.That(_machine.Read("k"), Is.EqualTo("ab"));
    }

    [Test]
    public void A_cas_that_misses_changes_nothing_and_says_what_it_saw()
    {
        Apply(new KvCommand.Put("k", "a"));

        Assert.That(Apply(new KvCommand.Cas("k", "b", "c")), Is.EqualTo(new KvResult.CasMiss("a")));
        Assert.That(_machine.Read("k"), Is.EqualTo("a"));
    }

    [Test]
    public void A_cas_tells_an_absent_key_from_an_empty_value()
    {
        Assert.That(Apply(new KvCommand.Cas("k", "", "a")), Is.EqualTo(new KvResult.CasMiss(null)));
        Assert.That(Apply(new KvCommand.Cas("k", null, "")), Is.EqualTo(Written));
        Assert.That(Apply(new KvCommand.Cas("k", null, "a")), Is.EqualTo(new KvResult.CasMiss("")));
        Assert.That(Apply(new KvCommand.Cas("k", "", "a")), Is.EqualTo(Written));
    }

    [Test]
    public void A_deleted_key_is_absent_and_an_append_begins_it_anew()
    {
        Apply(new KvCommand.Put("k", "a"));
        Apply(new KvCommand.Delete("k"));
        Assert.That(_machine.Read("k"), Is.Null);

        Apply(new KvCommand.Append("k", "b"));
        Assert.That(_machine.Read("k"), Is.EqualTo("b"));
    }

    [Test]
    public void A_logged_get_reads_and_its_retry_repeats_what_it_read()
    {
        Apply(new KvCommand.Put("k", "a"));
        var get = new SessionCommand("reader", 1, new KvCommand.Get("k"));

        Assert.That(_machine.Apply(get), Is.EqualTo(new KvResult.Done("a")));
        Apply(new KvCommand.Put("k", "b"));

        Assert.That(_machine.Apply(get), Is.EqualTo(new KvResult.Done("a")));
    }

    private KvResult Apply(KvCommand command) => _machine.Apply(new SessionCommand("c", ++_sequence, command));
}
