using RaftTorture.Node.Options;
using RaftTorture.Raft;

namespace RaftTorture.Node.Tests.Options;

/// <summary>The command line: every knob is there, and all that is wrong is said at once.</summary>
public class CommandLineTests
{
    private static readonly string[] Least = ["--id", "n1", "--data", "d", "--client-port", "1", "--peer-port", "2"];

    [Test]
    public void The_defaults_are_those_of_the_protocol() =>
        Assert.That(CommandLine.Parse(Least).Raft, Is.EqualTo(new RaftConfig { Id = new NodeId(1), Members = [], Seed = 0 }));

    /// <summary>Numbers differ from the defaults and from each other, so that a knob that turns another one is found out.</summary>
    [Test]
    public void Every_knob_of_the_protocol_can_be_set()
    {
        var options = Parse(
            "--election-timeout-ms", "400-700", "--heartbeat-ms", "60", "--max-entries-per-append", "3", "--max-bytes-per-append", "4000",
            "--max-entries-in-flight", "9", "--max-uncommitted-bytes", "5000", "--pre-vote", "off", "--check-quorum", "off", "--no-op-on-election", "off",
            "--clock-drift-percent", "7", "--follower-reads", "--snapshot-threshold", "11", "--entries-kept", "12", "--snapshot-chunk-bytes", "13000");

        Assert.That(options.Raft, Is.EqualTo(new RaftConfig
        {
            Id = new NodeId(1),
            Members = [],
            Seed = 0,
            ElectionTimeoutMinMs = 400,
            ElectionTimeoutMaxMs = 700,
            HeartbeatMs = 60,
            MaxEntriesPerAppend = 3,
            MaxBytesPerAppend = 4000,
            MaxEntriesInFlight = 9,
            MaxUncommittedBytes = 5000,
            PreVote = false,
            CheckQuorum = false,
            NoOpOnElection = false,
            ClockDriftPercent = 7,
            FollowerReads = true,
            SnapshotThreshold = 11,
            EntriesKept = 12,
            SnapshotChunkBytes = 13000,
        }));
    }

    [Test]
    public void Leases_are_a_choice() => Assert.That(Parse("--read-mode", "lease").Raft.ReadMode, Is.EqualTo(ReadMode.Lease));

    [Test]
    public void Every_option_is_in_the_help_once()
    {
        var lines = CommandLine.Help().Split('\n');

        foreach (var row in OptionTable.Rows)
            Assert.That(lines.Count(line => line.StartsWith($"  {row.Name} ")), Is.EqualTo(1), row.Name);
    }

    [Test]
    public void Founders_are_the_node_and_its_peers_but_one_that_joins_founds_nothing()
    {
        Assert.That(Parse("--peer", "n3=h:3", "--peer", "n2=h:2").Founders, Is.EqualTo([new NodeId(1), new NodeId(2), new NodeId(3)]));
        Assert.That(Parse("--peer", "n3=h:3", "--join").Founders, Is.Empty);
    }

    [Test]
    public void A_token_has_one_source() => Refused(["--admin-port", "5", "--admin-token-file", "f", "--admin-token-env", "V"], "exclude each other");

    [Test]
    public void Wrong_words_and_wrong_combinations_are_named_together() => Refused(
        ["--heartbeat-ms", "200", "--entries-kept", "many", "--pre-vote", "maybe", "--read-mode", "lease", "--check-quorum", "off", "--admin-port", "5", "--tls-cert", "c"],
        "heartbeat of 200 ms", "'many' is no number", "neither on nor off", "lease reads need CheckQuorum", "--admin-token-file", "--tls-key", "--help");

    /// <summary>A restart reads a segment as one array: one that fits in none could be written and never read again.</summary>
    [TestCase("4095", "less than 4096")]
    [TestCase("2147483647", "more than 1073741824")]
    public void A_segment_that_could_not_be_read_again_is_refused(string bytes, string reason) => Refused(["--segment-bytes", bytes], "--segment-bytes", reason);

    [TestCase("n2=host")]
    [TestCase("n2=:7000")]
    [TestCase("n2=[]:7000")]
    [TestCase("n2=a b:7000")]
    [TestCase("n2=host:0")]
    [TestCase("x=host:7000")]
    public void An_address_that_nobody_could_dial_is_refused(string peer) => Refused(["--peer", peer], "--peer");

    [TestCase("n2=host:8001")]
    [TestCase("n2=/kv")]
    public void A_client_address_that_nobody_could_be_sent_to_is_refused(string client) => Refused(["--client", client], "--client", "is no URL");

    [Test]
    public void A_value_that_is_missing_is_said_to_be() => Refused(["--entries-kept"], "--entries-kept: a value is missing");

    [Test]
    public void What_listens_beyond_loopback_without_TLS_is_warned_of()
    {
        Assert.That(OptionProblems.Warnings(Parse("--bind", "0.0.0.0")), Has.Some.Contains("--tls-cert"));
        Assert.That(OptionProblems.Warnings(Parse()), Is.Empty);
    }

    [Test]
    public void A_node_bound_to_every_address_tells_none() =>
        Assert.That(new[] { Parse("--bind", "::").Ports.Reachable, Parse().Ports.Reachable }, Is.EqualTo([null, OptionText.HostAndPort("127.0.0.1:2")]));

    private static NodeOptions Parse(params string[] more) => CommandLine.Parse([.. Least, .. more]);

    private static void Refused(string[] more, params string[] reasons)
    {
        var refusal = Assert.Throws<FormatException>(() => Parse(more))!.Message;
        foreach (var reason in reasons)
            Assert.That(refusal, Does.Contain(reason));
    }
}
