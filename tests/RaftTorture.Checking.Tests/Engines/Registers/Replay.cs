using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>A found order is believed only if it replays.</summary>
internal static class Replay
{
    public static void AssertExplains(SearchResult.Found found, RegisterHistory register, IReadOnlyList<Call> calls, IReadOnlyList<HistoryEvent> history)
    {
        Call[] order = [.. found.Order.Select(i => register.Calls[i])];
        var flaw = LinearizationVerifier.FindFlaw(calls, order, Value.Absent);
        Assert.That(flaw, Is.Null, () => $"order {string.Join(' ', found.Order)} of\n{Story.Tell(history)}");
    }
}
