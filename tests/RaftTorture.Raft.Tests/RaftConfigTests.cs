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

    [Test]
    public void All_that_is_wrong_is_named_at_once()
    {
        var config = Good with { HeartbeatMs = 200, MaxBytesPerAppend = 0, EntriesKept = -1, ReadMode = ReadMode.Lease, CheckQuorum = false, PreVote = false };
        Assert.That(config.Problems(), Has.Length.EqualTo(5));
    }

    [Test]
    public void The_longest_timeouts_that_can_be_said_are_no_problem_for_a_lease()
    {
        var config = Good with { ReadMode = ReadMode.Lease, ElectionTimeoutMinMs = int.MaxValue - 1, ElectionTimeoutMaxMs = int.MaxValue, HeartbeatMs = int.MaxValue / 4 };
        Assert.That(config.Problems(), Is.Empty);
        Assert.That(config.Warnings(), Is.Empty);
    }

    [TestCase(true, false, "PreVote without CheckQuorum")]
    [TestCase(false, true, "CheckQuorum without PreVote")]
    public void One_of_pre_vote_and_check_quorum_without_the_other_is_warned_of(bool preVote, bool checkQuorum, string warning) =>
        Assert.That((Good with { PreVote = preVote, CheckQuorum = checkQuorum }).Warnings(), Has.One.Contains(warning));

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
        (Good with { ElectionTimeoutMinMs = 0 }, "no range to draw from"),
        (Good with { HeartbeatMs = 0 }, "does not keep an election timeout"),
        (Good with { MaxEntriesPerAppend = 0 }, "0 entries per append"),
        (Good with { MaxEntriesPerAppend = 2_000_000, MaxEntriesInFlight = 2_000_000 }, "2000000 entries per append"),
        (Good with { MaxBytesPerAppend = 0 }, "0 bytes per append"),
        (Good with { MaxBytesPerAppend = 64 * 1024 * 1024 }, "67108864 bytes per append"),
        (Good with { MaxEntriesInFlight = 100 }, "do not hold one append"),
        (Good with { MaxUncommittedBytes = 0 }, "0 uncommitted bytes"),
        (Good with { MaxUncommittedBytes = long.MaxValue }, "uncommitted bytes are not between"),
        (Good with { SnapshotThreshold = -1 }, "after -1 entries"),
        (Good with { EntriesKept = -1 }, "-1 entries cannot be kept"),
        (Good with { SnapshotChunkBytes = 0 }, "piece of 0 bytes"),
        (Good with { SnapshotChunkBytes = 64 * 1024 * 1024 }, "piece of 67108864 bytes"),
        (Good with { ClockDriftPercent = 100 }, "leaves no lease"),
        (Good with { ReadMode = ReadMode.Lease, CheckQuorum = false }, "need CheckQuorum"),
        (Good with { ReadMode = ReadMode.Lease, ClockDriftPercent = 66 }, "before the next heartbeat"),
    ];
}
