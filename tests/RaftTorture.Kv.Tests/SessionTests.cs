namespace RaftTorture.Kv.Tests;

/// <summary>Exactly once (section 8, thesis 6.3), and for how long.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SessionTests
{
    private const long TtlMs = 1000;

    private static readonly KvResult Written = new KvResult.Done(null);
    private static readonly KvResult Expired = new KvResult.SessionExpired();

    private readonly KvMachine _machine = new();
    private long _index;
    private long _nowMs;

    [Test]
    public void A_session_has_the_index_of_its_opening_for_a_number()
    {
        Assert.That(_machine.Apply(41, 0, new LogCommand.OpenSession(TtlMs)), Is.EqualTo(new KvResult.SessionOpened(41)));
    }

    [Test]
    public void A_retry_gets_the_first_reply_and_is_not_applied_again()
    {
        var session = Open();

        Assert.That(Do(session, 1, new KvCommand.Append("k", "x")), Is.EqualTo(Written));
        Assert.That(Do(session, 1, new KvCommand.Append("k", "x")), Is.EqualTo(Written));

        Assert.That(_machine.Read("k"), Is.EqualTo("x"));
    }

    [Test]
    public void A_retried_cas_that_hit_is_told_that_it_hit_though_the_key_has_changed_since()
    {
        var (mine, other) = (Open(), Open());

        Do(mine, 1, new KvCommand.Cas("k", null, "mine"));
        Do(other, 1, new KvCommand.Put("k", "theirs"));

        Assert.That(Do(mine, 1, new KvCommand.Cas("k", null, "mine")), Is.EqualTo(Written));
        Assert.That(_machine.Read("k"), Is.EqualTo("theirs"));
    }

    [Test]
    public void A_logged_get_reads_and_its_retry_repeats_what_it_read()
    {
        var (reader, writer) = (Open(), Open());
        Do(writer, 1, new KvCommand.Put("k", "a"));

        Assert.That(Do(reader, 1, new KvCommand.Get("k")), Is.EqualTo(new KvResult.Done("a")));
        Do(writer, 2, new KvCommand.Put("k", "b"));

        Assert.That(Do(reader, 1, new KvCommand.Get("k")), Is.EqualTo(new KvResult.Done("a")));
    }

    [Test]
    public void A_command_that_comes_after_its_successor_is_not_applied()
    {
        var session = Open();
        Do(session, 2, new KvCommand.Put("k", "new"));

        Assert.That(Do(session, 1, new KvCommand.Put("k", "old")), Is.EqualTo(new KvResult.StaleSequence(2)));
        Assert.That(_machine.Read("k"), Is.EqualTo("new"));
    }

    [Test]
    public void Sessions_do_not_share_their_sequence_numbers()
    {
        var (one, other) = (Open(), Open());
        Do(one, 7, new KvCommand.Append("k", "a"));
        Do(other, 1, new KvCommand.Append("k", "b"));

        Assert.That(_machine.Read("k"), Is.EqualTo("ab"));
    }

    [Test]
    public void A_command_of_a_session_that_never_was_is_not_applied()
    {
        Assert.That(Do(99, 1, new KvCommand.Put("k", "x")), Is.EqualTo(Expired));
        Assert.That(_machine.Read("k"), Is.Null);
    }

    [Test]
    public void A_closed_session_is_gone_and_closing_it_again_says_so()
    {
        var session = Open();

        Assert.That(Log(new LogCommand.CloseSession(session)), Is.EqualTo(Written));
        Assert.That(Log(new LogCommand.CloseSession(session)), Is.EqualTo(Expired));
        Assert.That(Do(session, 1, new KvCommand.Put("k", "x")), Is.EqualTo(Expired));
    }

    [Test]
    public void A_session_expires_when_the_log_says_that_its_time_is_over_and_not_a_moment_before()
    {
        var (one, other) = (Open(), Open());

        _nowMs = TtlMs - 1;
        Assert.That(Do(one, 1, new KvCommand.Put("k", "in time")), Is.EqualTo(Written));
        _nowMs = TtlMs;
        Assert.That(Do(other, 1, new KvCommand.Put("k", "late")), Is.EqualTo(Expired));
        Assert.That(_machine.Read("k"), Is.EqualTo("in time"));
    }

    [Test]
    public void Every_command_of_a_session_renews_it_even_one_that_is_not_applied()
    {
        var session = Open();
        Do(session, 5, new KvCommand.Put("k", "x"));
        for (var round = 0; round < 5; round++)
        {
            _nowMs += TtlMs - 1;
            Assert.That(Do(session, 4, new KvCommand.Put("k", "y")), Is.EqualTo(new KvResult.StaleSequence(5)));
        }
    }

    [Test]
    public void A_server_set_to_another_patience_expires_no_session_of_others()
    {
        var patient = ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(long.MaxValue))).Session;
        var impatient = ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(1))).Session;
        _nowMs = TtlMs * 1_000_000;

        Assert.That(Do(patient, 1, new KvCommand.Put("k", "x")), Is.EqualTo(Written));
        Assert.That(Do(impatient, 1, new KvCommand.Put("k", "x")), Is.EqualTo(Expired));
    }

    [Test]
    public void Expired_sessions_leave_nothing_behind_in_the_state()
    {
        var empty = new KvMachine();
        for (var i = 0; i < 100; i++)
            Do(Open(), 1, new KvCommand.Get("k"));

        _nowMs = TtlMs;
        Log(new LogCommand.Once(new KvCommand.Get("k")));
        empty.Apply(1, _nowMs, new LogCommand.Once(new KvCommand.Get("k")));

        Assert.That(_machine.StateHash, Is.EqualTo(empty.StateHash));
    }

    private long Open() => ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(TtlMs))).Session;

    private KvResult Do(long session, long sequence, KvCommand command) => Log(new LogCommand.InSession(session, sequence, command));

    private KvResult Log(LogCommand command) => _machine.Apply(++_index, _nowMs, command);
}
