using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

/// <summary>A client comes by its session, loses it, and gives it back.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SessionOpeningTests
{
    private static readonly KvCommand Put = new KvCommand.Put("k", "v");
    private static readonly AttemptResult Ok = new AttemptResult.Replied(new KvReply.Ok(null));
    private static readonly AttemptResult Lost = new AttemptResult.NoAnswer("connection reset");
    private static readonly AttemptResult Expired = new AttemptResult.Replied(new KvReply.SessionExpired());
    private static readonly AttemptResult Late = new AttemptResult.DeadlinePassed();

    private readonly ClientSession _session = new(["n1", "n2", "n3"], home: "n1", seed: 7, KvClientOptions.Default);

    [Test]
    public void The_first_write_opens_a_session_where_it_found_the_leader_and_goes_on_there()
    {
        _session.Begin(Put);
        Assert.That(_session.Request, Is.EqualTo(KvRequest.Open));
        Assert.That(_session.Advance(Replied(new KvReply.NotLeader("n3", null))), Is.EqualTo(new SessionStep.Send("n3")));

        Assert.That(_session.Advance(Replied(new KvReply.Opened(17))), Is.EqualTo(new SessionStep.Send("n3")));

        Assert.That(_session.Request, Is.EqualTo(KvRequest.From(Put) with { Session = 17, Sequence = 1 }));
    }

    [Test]
    public void A_read_opens_none()
    {
        _session.Begin(new KvCommand.Get("k"));

        Assert.That(_session.Request, Is.EqualTo(KvRequest.From(new KvCommand.Get("k"))));
    }

    // The write itself was never on its way: a lost opening says nothing about it.
    [Test]
    public void A_write_whose_session_never_opened_has_failed([ValueSource(nameof(NotOpened))] AttemptResult trouble)
    {
        _session.Begin(Put);
        Assert.That(_session.Advance(trouble), Is.TypeOf<SessionStep.Wait>());

        Assert.That(EndOf(_session.Advance(Late)), Is.TypeOf<KvOutcome.Failed>());
    }

    [Test]
    public void A_write_that_finds_its_session_expired_goes_on_in_a_new_one()
    {
        Open(17);
        _session.Begin(Put);

        Assert.That(_session.Advance(Expired), Is.TypeOf<SessionStep.Wait>());
        _session.Advance(new AttemptResult.Waited());
        Assert.That(_session.Request, Is.EqualTo(KvRequest.Open));
        _session.Advance(Replied(new KvReply.Opened(30)));
        Assert.That((_session.Request.Session, _session.Request.Sequence), Is.EqualTo((30L, 1L)));

        Assert.That(EndOf(_session.Advance(Ok)), Is.TypeOf<KvOutcome.Done>());
    }

    // Done in a new session it might be done twice: once by the lost attempt, while the old session lived.
    [Test]
    public void A_write_in_doubt_that_finds_its_session_expired_is_unknown_and_the_next_opens_another()
    {
        Open(17);
        _session.Begin(Put);
        _session.Advance(Lost);
        _session.Advance(new AttemptResult.Waited());

        Assert.That(EndOf(_session.Advance(Expired)), Is.TypeOf<KvOutcome.Unknown>());

        _session.Begin(Put);
        Assert.That(_session.Request, Is.EqualTo(KvRequest.Open));
    }

    [Test]
    public void Doubt_in_the_new_session_is_doubt()
    {
        Open(17);
        _session.Begin(Put);
        _session.Advance(Expired);
        _session.Advance(Replied(new KvReply.Opened(30)));
        _session.Advance(Lost);

        Assert.That(EndOf(_session.Advance(Late)), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public void A_closed_session_is_not_used_again([ValueSource(nameof(ClosingEnds))] AttemptResult end)
    {
        Open(17);
        _session.BeginClose();
        Assert.That(_session.Request, Is.EqualTo(KvRequest.Close(17)));
        Assert.That(_session.Advance(end), Is.TypeOf<SessionStep.End>());

        _session.Begin(Put);

        Assert.That(_session.Request, Is.EqualTo(KvRequest.Open));
    }

    [Test]
    public void A_session_is_not_closed_under_an_open_command()
    {
        _session.Begin(Put);

        Assert.That(_session.BeginClose, Throws.InvalidOperationException);
    }

    private static readonly AttemptResult[] ClosingEnds = [Ok, Expired, Late];

    private static readonly AttemptResult[] NotOpened =
        [Lost, Ok, Replied(new KvReply.Unknown("stepped down")), Replied(new KvReply.NoLeader()), Replied(new KvReply.Overloaded("busy"))];

    private static AttemptResult.Replied Replied(KvReply reply) => new(reply);

    private static KvOutcome EndOf(SessionStep step) => ((SessionStep.End)step).Outcome;

    private void Open(long session)
    {
        _session.Begin(Put);
        _session.Advance(Replied(new KvReply.Opened(session)));
        _session.Advance(Ok);
    }
}
