using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit.Tests;

public sealed class RecordingTests
{
    private Recording _history = null!;

    [SetUp]
    public void Begin() => _history = History.Record();

    [Test]
    public void Each_open_call_is_a_process_of_its_own_and_hands_its_number_on()
    {
        var first = _history.Begin("read", "k");
        var second = _history.Begin("write", "k", 1);
        first.Ok(null);
        _history.Begin("read", "k").Fail("refused");
        second.Unknown("timeout");
        _history.Begin("read", "k");
        _history.Begin("read", "k");

        Assert.That(_history.Events.Select(e => e.Process.Number), Is.EqualTo(new[] { 0, 1, 0, 0, 0, 1, 0, 2 }));
        Assert.That(_history.Events.Select(e => e.Index), Is.EqualTo(Enumerable.Range(0, 8)));
        Assert.That(_history.Events.Select(e => e.TimeNs), Is.Ordered);
    }

    [Test]
    public void Ends_say_what_they_are()
    {
        _history.Begin("write", "k", 1).Ok();
        _history.Begin("cas", "k", new[] { 1, 2 }).Miss(3);
        _history.Begin("cas", "k", new[] { 1, 2 }).Miss();
        _history.Begin("write", "k", 1).Fail("refused");
        _history.Begin("write", "k", 1).Unknown("timeout");

        Assert.That(
            _history.Events.Where(e => e.Type != EventType.Invoke).Select(e => $"{e.Type} {e.Value} {e.Error} {e.Observed}"),
            Is.EqualTo(new[] { "Ok 1  ", "Fail [1 2] cas-miss 3", "Fail [1 2] cas-miss ", "Fail 1 refused ", "Info 1 timeout " }));
    }

    [Test]
    public void A_call_that_throws_is_unknown_and_throws()
    {
        Assert.That(() => _history.Write("k", 1, () => throw new TimeoutException("too late")), Throws.TypeOf<TimeoutException>());
        Assert.That(_history.Events[1], Has.Property("Type").EqualTo(EventType.Info).And.Property("Error").EqualTo("too late"));
    }

    [Test]
    public void A_call_ends_once()
    {
        var call = _history.Begin("read");
        call.Ok(7);

        Assert.That(() => call.Ok(8), Throws.InvalidOperationException.With.Message.EqualTo("the read by process 0 has ended before: a call ends once"));
    }

    [TestCase(null, "null")]
    [TestCase(7u, "7")]
    [TestCase("x", "x")]
    [TestCase(1.5, "1.5")]
    [TestCase(true, "True")]
    [TestCase(new[] { 1, 2 }, "[1 2]")]
    public void Whatever_calls_carry_is_a_value(object? content, string text) => Assert.That(ValueOf.Any(content).ToString(), Is.EqualTo(text));

    [Test]
    public void Numbers_are_compared_as_numbers_and_lists_by_what_they_hold()
    {
        Assert.That(ValueOf.Any(7L), Is.EqualTo(ValueOf.Any((byte)7)));
        Assert.That(ValueOf.Any(new[] { 1 }), Is.EqualTo(ValueOf.Any(new List<long> { 1 })));
        Assert.That(ValueOf.Any("7"), Is.Not.EqualTo(ValueOf.Any(7)));
    }
}
