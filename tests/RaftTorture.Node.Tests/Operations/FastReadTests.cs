using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Operations;

/// <summary>Reads under a lease and by followers, on real nodes.</summary>
public class FastReadTests
{
    [Test]
    public async Task Every_node_reads_what_was_acknowledged_last()
    {
        using var cluster = await OperatedCluster.StartAsync("--follower-reads", "--read-mode", "lease");
        for (var i = 0; i < 20; i++)
        {
            await cluster.WriteAsync(new KvRequest { Op = KvOp.Put, Key = "x", Value = $"{i}" });
            foreach (var node in cluster.Nodes)
                Assert.That(await ReadAsync(node), Is.EqualTo($"{i}"), node.Name);
        }
    }

    /// <summary>Asks again while the node knows no leader, as between two terms.</summary>
    private static async Task<string?> ReadAsync(TestNode node)
    {
        KvReply? reply = null;
        await Eventually.Async(
            async () => (reply = await node.SendAsync(new KvRequest { Op = KvOp.Get, Key = "x" })) is KvReply.Ok, () => $"{node.Name} serves no read: {reply}");
        return ((KvReply.Ok)reply!).Value;
    }
}
