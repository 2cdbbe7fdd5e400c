using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit.Tests;

public sealed class LinearizableConstraintTests
{
    private static readonly TimeSpan NoTime = TimeSpan.FromTicks(-1);

    [Test]
    public void A_failed_test_says_what_is_impossible_and_shows_the_events()
    {
        var history = History.Record();
        history.Write("k", 7, () => { });
        history.Read("k", () => 8);

        var failure = Assert.Throws<AssertionException>(() => Assert.That(history, Is.Linearizable("register")))!;

        Assert.That(failure.Message, Does.Contain("a history of a linearizable register"));
        Assert.That(failure.Message, Does.Contain("invalid: key k: process 0 read 8, but nobody ever wrote that"));
        Assert.That(failure.Message, Does.Match(@"ms  process 0   invoke read k null\s+[0-9.]+ ms  process 0   ok     read k 8"));
    }

    [Test]
    public void A_list_of_events_is_a_history_too()
    {
        HistoryEvent[] events = [.. Recorded(history => history.Write(null, 7, () => { })).Events];

        Assert.That(events, Is.Linearizable(new LinearizabilityChecker()));
    }

    [Test]
    public void What_is_no_history_is_refused() =>
        Assert.That(() => Is.Linearizable("register").ApplyTo(7), Throws.ArgumentException.With.Message.StartsWith("a history is a Recording or a list of HistoryEvent, not Int32"));

    [Test]
    public void A_model_that_there_is_not_is_answered_with_those_there_are() =>
        Assert.That(() => Is.Linearizable("regster"), Throws.ArgumentException.With.Message.StartsWith("no model is called 'regster'; there are register, cas-register, kv, set,"));

    [Test]
    public void What_was_not_decided_in_time_fails_and_says_so()
    {
        var history = Recorded(some => some.Begin("add", "k", 1).Ok());

        Assert.That(
            () => Assert.That(history, Is.Linearizable("set").DecidedWithin(NoTime)),
            Throws.TypeOf<AssertionException>().With.Message.Contains("unknown: key k: not decided, the time limit was reached"));
    }

    private static Recording Recorded(Action<Recording> act)
    {
        var history = History.Record();
        act(history);
        return history;
    }
}
