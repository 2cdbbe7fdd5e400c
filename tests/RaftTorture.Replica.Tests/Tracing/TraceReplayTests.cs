using FsCheck;
using FsCheck.Fluent;
using RaftTorture.Raft;
using static RaftTorture.Replica.Tests.Tracing.TracedCluster;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>A trace says enough to rebuild the node's state from it, and too much to lose a line unnoticed.</summary>
public sealed class TraceReplayTests
{
    private static readonly NodeId[] Nodes = [N1, N2, N3];

    [Test]
    public void The_state_rebuilt_from_a_trace_is_the_nodes_whatever_happened()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(120);

        Check.One(config, Prop.ForAll<(byte Kind, byte Which)[]>(steps => ExpectFaithfulTraces(Live(steps))));
    }

    [Test]
    public void Random_lives_reach_what_a_trace_must_tell()
    {
        var dice = new Random(1);
        var lines = Live([.. Enumerable.Range(0, 3000).Select(_ => ((byte)dice.Next(256), (byte)dice.Next(256)))]).Lines;

        foreach (var name in new[] { "BecomeLeader", "Truncate", "FollowerCommit", "Applied" })
            Assert.That(lines, Has.Some.Contains($"\"{name}\""));
        Assert.That(lines.Count(line => line.Contains("\"InitState\"")), Is.GreaterThan(Nodes.Length), "crashes");
    }

    [Test]
    public void A_line_that_is_missing_is_noticed_by_its_number()
    {
        var lines = LinesOfN1();
        for (var i = 1; i < lines.Count - 1; i++)
        {
            var without = lines.Where((_, j) => j != i);
            Assert.That(() => TraceReplay.Of(without), Throws.TypeOf<InvalidDataException>(), lines[i]);
        }
    }

    [TestCase("BecomeCandidate")]
    [TestCase("BecomeLeader")]
    [TestCase("Append")]
    [TestCase("Commit")]
    [TestCase("Applied")]
    [TestCase("Truncate")]
    public void An_event_that_is_missing_is_noticed_by_what_the_others_say(string name)
    {
        var lines = LinesOfN1();
        lines.RemoveAt(lines.FindIndex(line => line.Contains($"\"name\":\"{name}\"")));

        Assert.That(() => TraceReplay.Of(lines, countsLines: false), Throws.TypeOf<InvalidDataException>());
    }

    /// <summary>n1 leads, commits a write, and loses another to n2.</summary>
    private static List<string> LinesOfN1()
    {
        var cluster = new TracedCluster();
        cluster.Campaign(N1);
        cluster.Settle();
        cluster.Propose(N1, "kept");
        cluster.Settle();
        cluster.Propose(N1, "lost");
        cluster.TakeMessages();
        cluster.Campaign(N2);
        cluster.Settle();
        return cluster.LinesOf(N1);
    }

    // A step is two bytes, so that FsCheck can shrink a life to the shortest and plainest that still fails.
    private static TracedCluster Live((byte Kind, byte Which)[] steps)
    {
        var cluster = new TracedCluster();
        var network = new List<Message>();
        foreach (var (kind, which) in steps)
        {
            network.AddRange(cluster.TakeMessages());
            Live(cluster, network, kind, which);
        }

        return cluster;
    }

    private static void Live(TracedCluster cluster, List<Message> network, byte kind, byte which)
    {
        var node = Nodes[which % Nodes.Length];
        switch (kind % 16)
        {
            case 0:
                cluster.Campaign(node);
                break;
            case 1 or 2 or 3:
                cluster.PassTime(node);
                break;
            case 4 or 5 or 6:
                cluster.Propose(node, $"{which}");
                break;
            case 7:
                cluster[node].HandleAndCrash(cluster.Proposal("lost"));
                break;
            case 8 when network.Count > 0:
                network.RemoveAt(which % network.Count);
                break;
            case 9 when network.Count > 0:
                cluster.Deliver(network[which % network.Count]);
                break;
            default:
                if (network.Count > 0)
                    cluster.Deliver(Take(network, which % Math.Min(network.Count, 3)));
                break;
        }
    }

    private static Message Take(List<Message> network, int at)
    {
        var message = network[at];
        network.RemoveAt(at);
        return message;
    }

    private static void ExpectFaithfulTraces(TracedCluster cluster)
    {
        foreach (var id in Nodes)
        {
            var core = cluster[id].Core;
            var replay = TraceReplay.Of(cluster.LinesOf(id));
            Assert.That(
                (replay.Term, replay.Vote, replay.Role, replay.Commit, replay.Applied),
                Is.EqualTo((core.Term.Value, $"{core.VotedFor?.Value ?? 0}", $"State{core.Role}", core.CommitIndex.Value, cluster[id].AppliedIndex.Value)));
            Assert.That(replay.Log.Select(entry => (entry.Index, entry.Term)), Is.EqualTo(core.Entries.Select(entry => (entry.Index.Value, entry.Term.Value))));
        }
    }
}
