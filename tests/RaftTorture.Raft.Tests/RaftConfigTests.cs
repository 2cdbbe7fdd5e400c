using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

public sealed class RaftConfigTests
{
    private static readonly RaftConfig Good = new() { Id = N1, Members = [N1, N2, N3], Seed = 1 };

    [Test]
    public void The_defaults_run_and_warn_of_nothing()
    {
        Assert.That(Good.Problems(), Is.Empty);
        Assert.That(Good.Warnings(), Is.Empty);
    }

    [Test]
    public void What_cannot_run_is_named([ValueSource(nameof(Impossible))] (RaftConfig Config, string Problem) given)
    {
        Assert.That(given.Config.Problems(), Has.One.Contains(given.Problem));
        Assert.That(
            () => new RaftCore(given.Config, RaftRules.Paper, Recovered.Nothing(Configuration.Of(given.Config.Members))),
            Throws.ArgumentException.With.Message.Contains(given.Problem));
    }

    [TestCase(15, ExpectedResult = 0)]
    [TestCase(50, ExpectedResult = 0)]
    [TestCase(14, ExpectedResult = 1)]
    [TestCase(51, ExpectedResult = 1)]
    public int A_heartbeat_outside_a_tenth_to_a_third_of_the_timeout_is_warned_of(int heartbeatMs) =>
        (Good with { HeartbeatMs = heartbeatMs }).Warnings().Length;

    private static IEnumerable<(RaftConfig Config, string Problem)> Impossible() =>
    [
        (Good with { Id = N5 }, "n5 is not among the members"),
        (Good with { Members = [N1, N2, N2] }, "stands twice"),
        (Good with { ElectionTimeoutMaxMs = 150 }, "no range to draw from"),
        (Good with { HeartbeatMs = 150 }, "does not keep an election timeout"),
        (Good with { MaxEntriesPerAppend = 0 }, "move nothing"),
        (Good with { MaxBytesPerAppend = 0 }, "hold no entry"),
        (Good with { MaxEntriesInFlight = 100 }, "do not hold one append"),
    ];
}
