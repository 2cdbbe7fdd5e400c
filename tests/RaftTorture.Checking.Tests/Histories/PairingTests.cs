using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Histories;

internal sealed class PairingTests
{
    [Test]
    public void Calls_come_in_the_order_of_their_invocations_with_their_ends()
    {
        var calls = Pairing.Pair(Story.Of("""
            1 invoke write k 7
            2 invoke read k
            2 ok null
            1 ok
            """));
        Assert.That(calls.Select(call => (call.F, call.InvokedAt, call.CompletedAt)), Is.EqualTo([("write", 0, 3), ("read", 1, 2)]));
    }

    [Test]
    public void An_unknown_end_and_no_end_are_the_same()
    {
        var calls = Pairing.Pair(Story.Of("""
            1 invoke write k 7
            1 info
            2 invoke write k 8
            """));
        Assert.That(calls, Has.All.Matches<Call>(call => call.IsUnknown && call.CompletedAt == Call.Never));
    }

    [Test]
    public void What_the_nemesis_did_is_left_out()
    {
        var start = Story.Of("1 invoke kill n1")[0] with { Process = ProcessId.Nemesis };
        Assert.That(Pairing.Pair([start, start with { Index = 1, Type = EventType.Info }, start with { Index = 2 }]), Is.Empty);
    }
}
