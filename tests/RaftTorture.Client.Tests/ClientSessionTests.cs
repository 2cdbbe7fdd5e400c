using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientSessionTests
{
    private static readonly KvCommand Put = new KvCommand.Put("k", "v");
    private static readonly KvCommand Get = new KvCommand.Get("k");
    private static readonly KvResult Written = new KvResult.Done(null);

    private readonly ClientSession _session = new(["n1", "n2", "n3"], home: "n2", seed: 7, KvClientOptions.Default);

    // Nearly every story is about a client that has its session; those about getting one begin with a new client.
    [SetUp]
    public void OpenSession()
    {
        _session.Begin(Put);
        _session.Advance(Opened(17));
        _session.Advance(Ok());
    }

    [Test]
    public void Every_command_starts_at_home_even_if_another_node_answered_the_last()
    {
        AssertSends(_session.Begin(Put), "n2");
        AssertSends(_session.Advance(NotLeader("n3")), "n3");
        AssertEnds(_session.Advance(Ok()), new KvOutcome.Done(Written));

        AssertSends(_session.Begin(Put), "n2");
    }

    [Test]
    public void A_retry_repeats_session_and_sequence_and_the_next_command_counts_on()
    {
        _session.Begin(Put);
        var first = _session.Request;
        _session.Advance(NoAnswer());
        _session.Advance(new AttemptResult.Waited());
        Assert.That(_session.Request, Is.EqualTo(first));
        _session.Advance(Ok());

        _session.Begin(Put);

        Assert.That(_session.Request, Is.EqualTo(first with { Sequence = first.Sequence + 1 }));
    }

    [Test]
    public void A_read_uses_up_no_sequence_number()
    {
        _session.Begin(Get);
        _session.Advance(Ok("v"));
        _session.Begin(Put);

        Assert.That((_session.Request.Session, _session.Request.Sequence), Is.EqualTo((17L, 2L)));
    }

    [Test]
    public void A_node_that_cannot_help_sends_the_client_to_the_next_one_after_a_short_wait(
        [ValueSource(nameof(NotDone))] AttemptResult trouble)
    {
        _session.Begin(Put);
        AssertWaits(_session.Advance(trouble));
        AssertSends(_session.Advance(new AttemptResult.Waited()), "n3");
        AssertWaits(_session.Advance(trouble));
        AssertSends(_session.Advance(new AttemptResult.Waited()), "n1");
    }

    [Test]
    public void A_hint_is_followed_at_once_but_a_hint_to_a_hint_only_after_a_wait()
    {
        _session.Begin(Put);
        AssertSends(_session.Advance(NotLeader("n1")), "n1");
        AssertWaits(_session.Advance(NotLeader("n2")));
        AssertSends(_session.Advance(new AttemptResult.Waited()), "n2");
    }

    [Test]
    public void A_hint_to_a_node_nobody_knows_counts_as_none()
    {
        _session.Begin(Put);
        AssertWaits(_session.Advance(NotLeader("n9")));
        AssertSends(_session.Advance(new AttemptResult.Waited()), "n3");
    }

    [Test]
    public void A_missed_cas_is_done_and_says_what_it_saw()
    {
        _session.Begin(new KvCommand.Cas("k", "a", "b"));

        AssertEnds(_session.Advance(new AttemptResult.Replied(new KvReply.CasMiss("x"))), new KvOutcome.Done(new KvResult.CasMiss("x")));
    }

    // Even after an attempt in doubt: the session repeats what the first that was applied was told.
    [Test]
    public void A_write_that_would_make_something_too_long_is_answered_too([Values("k", null)] string? key)
    {
        _session.Begin(new KvCommand.Append("k", "x"));
        _session.Advance(NoAnswer());
        _session.Advance(new AttemptResult.Waited());

        AssertEnds(_session.Advance(new AttemptResult.Replied(new KvReply.TooLong(key))), new KvOutcome.Done(new KvResult.TooLong(key)));
    }

    [Test]
    public void A_read_is_never_too_long_so_such_an_answer_is_none()
    {
        _session.Begin(Get);

        AssertWaits(_session.Advance(new AttemptResult.Replied(new KvReply.TooLong("k"))));
    }

    [Test]
    public void A_write_whose_every_attempt_certainly_did_nothing_has_failed([ValueSource(nameof(NotDone))] AttemptResult trouble)
    {
        _session.Begin(Put);
        _session.Advance(trouble);

        Assert.That(EndOf(_session.Advance(new AttemptResult.DeadlinePassed())), Is.TypeOf<KvOutcome.Failed>());
    }

    // The rule that the whole harness rests on: one doubtful attempt, and no later certainty takes the doubt away.
    [Test]
    public void A_write_with_one_attempt_in_doubt_never_fails_again(
        [ValueSource(nameof(InDoubt))] AttemptResult doubt,
        [ValueSource(nameof(NotDone))] AttemptResult after)
    {
        _session.Begin(Put);
        _session.Advance(doubt);
        _session.Advance(new AttemptResult.Waited());
        _session.Advance(after);

        Assert.That(EndOf(_session.Advance(new AttemptResult.DeadlinePassed())), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public void A_write_in_doubt_that_is_then_called_nonsense_is_unknown()
    {
        _session.Begin(Put);
        _session.Advance(NoAnswer());
        _session.Advance(new AttemptResult.Waited());

        Assert.That(EndOf(_session.Advance(new AttemptResult.Replied(new KvReply.BadRequest("no")))), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public void A_write_in_doubt_is_done_once_a_retry_gets_the_kept_reply()
    {
        _session.Begin(Put);
        _session.Advance(NoAnswer());
        _session.Advance(new AttemptResult.Waited());

        AssertEnds(_session.Advance(Ok()), new KvOutcome.Done(Written));
    }

    [Test]
    public void A_write_whose_reply_was_forgotten_is_unknown()
    {
        _session.Begin(Put);

        Assert.That(EndOf(_session.Advance(new AttemptResult.Replied(new KvReply.StaleSequence(9)))), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public void A_read_without_an_answer_has_failed_for_it_changed_nothing([ValueSource(nameof(InDoubt))] AttemptResult doubt)
    {
        _session.Begin(Get);
        _session.Advance(doubt);

        Assert.That(EndOf(_session.Advance(new AttemptResult.DeadlinePassed())), Is.TypeOf<KvOutcome.Failed>());
    }

    [Test]
    public void A_leader_with_too_much_to_do_is_asked_again_later_and_certainly_did_nothing()
    {
        _session.Begin(Put);
        AssertSends(_session.Advance(NotLeader("n1")), "n1");
        AssertWaits(_session.Advance(Overloaded));
        AssertSends(_session.Advance(new AttemptResult.Waited()), "n1");
        AssertWaits(_session.Advance(Overloaded));

        Assert.That(EndOf(_session.Advance(new AttemptResult.DeadlinePassed())), Is.TypeOf<KvOutcome.Failed>());
    }

    [Test]
    public void Doubt_does_not_reach_over_to_the_next_command()
    {
        _session.Begin(Put);
        _session.Advance(NoAnswer());
        _session.Advance(new AttemptResult.DeadlinePassed());

        _session.Begin(Put);

        Assert.That(EndOf(_session.Advance(new AttemptResult.DeadlinePassed())), Is.TypeOf<KvOutcome.Failed>());
    }

    [Test]
    public void The_end_says_who_caused_the_last_trouble()
    {
        _session.Begin(Put);
        _session.Advance(new AttemptResult.NotSent("refused"));

        AssertEnds(_session.Advance(new AttemptResult.DeadlinePassed()), new KvOutcome.Failed("out of time; last from n2: refused"));
    }

    [Test]
    public void A_second_command_beside_an_open_one_is_refused()
    {
        _session.Begin(Put);

        Assert.That(() => _session.Begin(Get), Throws.InvalidOperationException);
    }

    [Test]
    public void A_new_command_begins_with_short_waits_again()
    {
        _session.Begin(Put);
        for (var i = 0; i < 10; i++)
            _session.Advance(Overloaded);
        _session.Advance(new AttemptResult.DeadlinePassed());
        _session.Begin(Put);

        Assert.That(((SessionStep.Wait)_session.Advance(Overloaded)).Duration, Is.LessThan(2 * KvClientOptions.Default.MinWait));
    }

    [Test]
    public void Waits_are_short_at_first_and_stay_in_their_bounds_and_the_seed_repeats_them()
    {
        var waits = WaitsOf(seed: 1, 1000);

        Assert.That(waits, Is.All.InRange(KvClientOptions.Default.MinWait, KvClientOptions.Default.MaxWait));
        Assert.That(waits, Is.EqualTo(WaitsOf(seed: 1, 1000)));
        Assert.That(waits, Is.Not.EqualTo(WaitsOf(seed: 2, 1000)));
        Assert.That(waits[0], Is.LessThan(2 * KvClientOptions.Default.MinWait));
        Assert.That(waits[1], Is.LessThan(4 * KvClientOptions.Default.MinWait));
        Assert.That(waits.Average(wait => wait.TotalMilliseconds), Is.EqualTo(27.5).Within(2));
    }

    [TestCase(0, 50)]
    [TestCase(20, 10)]
    public void Waits_that_would_be_none_are_refused(int minMs, int maxMs)
    {
        var options = new KvClientOptions { MinWait = TimeSpan.FromMilliseconds(minMs), MaxWait = TimeSpan.FromMilliseconds(maxMs) };

        Assert.That(() => new ClientSession(["n1"], "n1", seed: 1, options), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static readonly AttemptResult[] NotDone =
    [
        new AttemptResult.NotSent("connection refused"),
        new AttemptResult.Replied(new KvReply.NoLeader()),
    ];

    private static readonly AttemptResult Overloaded = new AttemptResult.Replied(new KvReply.Overloaded("too much to do"));

    private static readonly AttemptResult[] InDoubt =
    [
        new AttemptResult.NoAnswer("connection reset"),
        new AttemptResult.Replied(new KvReply.Unknown("stepped down")),
        new AttemptResult.Replied(new KvReply.Opened(3)),
        new AttemptResult.Replied(new KvReply.NotANumber("k")),
    ];

    private static AttemptResult.Replied Ok(string? value = null) => new(new KvReply.Ok(value));

    private static AttemptResult.Replied Opened(long session) => new(new KvReply.Opened(session));

    private static AttemptResult.Replied NotLeader(string leader) => new(new KvReply.NotLeader(leader, null));

    private static AttemptResult.NoAnswer NoAnswer() => new("no answer in time");

    private static List<TimeSpan> WaitsOf(ulong seed, int count)
    {
        var session = new ClientSession(["n1"], "n1", seed, KvClientOptions.Default);
        session.Begin(Get);
        return [.. Enumerable.Range(0, count).Select(_ => ((SessionStep.Wait)session.Advance(new AttemptResult.NotSent("refused"))).Duration)];
    }

    private static void AssertSends(SessionStep step, string node) => Assert.That(step, Is.EqualTo(new SessionStep.Send(node)));

    private static void AssertWaits(SessionStep step) => Assert.That(step, Is.TypeOf<SessionStep.Wait>());

    private static void AssertEnds(SessionStep step, KvOutcome outcome) => Assert.That(EndOf(step), Is.EqualTo(outcome));

    private static KvOutcome EndOf(SessionStep step) => ((SessionStep.End)step).Outcome;
}
