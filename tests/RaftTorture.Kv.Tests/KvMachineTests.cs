namespace RaftTorture.Kv.Tests;

/// <summary>What each command does.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvMachineTests
{
    private static readonly KvResult Written = new KvResult.Done(null);

    private readonly KvMachine _machine = new();
    private long _index;

    [Test]
    public void A_cas_that_misses_changes_nothing_and_says_what_it_saw()
    {
        Do(new KvCommand.Put("k", "a"));

        Assert.That(Do(new KvCommand.Cas("k", "b", "c")), Is.EqualTo(new KvResult.CasMiss("a")));
        Assert.That(_machine.Read("k"), Is.EqualTo("a"));
    }

    [Test]
    public void A_cas_tells_an_absent_key_from_an_empty_value()
    {
        Assert.That(Do(new KvCommand.Cas("k", "", "a")), Is.EqualTo(new KvResult.CasMiss(null)));
        Assert.That(Do(new KvCommand.Cas("k", null, "")), Is.EqualTo(Written));
        Assert.That(Do(new KvCommand.Cas("k", null, "a")), Is.EqualTo(new KvResult.CasMiss("")));
        Assert.That(Do(new KvCommand.Cas("k", "", "a")), Is.EqualTo(Written));
    }

    [Test]
    public void A_deleted_key_is_absent_and_an_append_begins_it_anew()
    {
        Do(new KvCommand.Put("k", "a"));
        Do(new KvCommand.Delete("k"));
        Assert.That(_machine.Read("k"), Is.Null);

        Do(new KvCommand.Append("k", "b"));
        Assert.That(_machine.Read("k"), Is.EqualTo("b"));
    }

    [Test]
    public void An_incr_begins_at_zero_and_answers_the_sum()
    {
        Assert.That(Do(new KvCommand.Incr("k", 5)), Is.EqualTo(new KvResult.Done("5")));
        Assert.That(Do(new KvCommand.Incr("k", -7)), Is.EqualTo(new KvResult.Done("-2")));
        Assert.That(_machine.Read("k"), Is.EqualTo("-2"));
    }

    [TestCase("", 1)]
    [TestCase("one", 1)]
    [TestCase("007", 1)]
    [TestCase("-0", 1)]
    [TestCase("+1", 1)]
    [TestCase(" 1", 1)]
    [TestCase("1.0", 1)]
    [TestCase("9223372036854775807", 1)]
    [TestCase("-9223372036854775808", -1)]
    [TestCase("9223372036854775808", -1)]
    public void An_incr_of_no_number_or_past_64_bits_changes_nothing(string value, long delta)
    {
        Do(new KvCommand.Put("k", value));

        Assert.That(Do(new KvCommand.Incr("k", delta)), Is.EqualTo(new KvResult.NotANumber("k")));
        Assert.That(_machine.Read("k"), Is.EqualTo(value));
    }

    [Test]
    public void A_command_without_a_session_is_applied_each_time_that_it_stands_in_the_log()
    {
        Do(new KvCommand.Append("k", "x"));
        Do(new KvCommand.Append("k", "x"));

        Assert.That(_machine.Read("k"), Is.EqualTo("xx"));
    }

    [Test]
    public void Time_does_not_go_back_though_a_new_leader_stamps_less()
    {
        _machine.Apply(1, timeMs: 500, new LogCommand.Once(new KvCommand.Get("k")));
        _machine.Apply(2, timeMs: 400, new LogCommand.Once(new KvCommand.Get("k")));

        Assert.That(_machine.TimeMs, Is.EqualTo(500));
    }

    private KvResult Do(KvCommand command) => _machine.Apply(++_index, timeMs: 0, new LogCommand.Once(command));
}
