using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Systems;

namespace RaftTorture.Benchmarks.Comparison;

/// <summary>A system with a way to drive it.</summary>
/// <param name="Start">Starts its cluster in a directory.</param>
/// <param name="Drive">Puts a load on it.</param>
internal sealed record Contestant(string Name, Func<string, ICluster> Start, Func<ICluster, Load, Task<LoadResult>> Drive)
{
    /// <summary>Clients that go to the leader at once, as those of etcd reach it through whichever member they ask.</summary>
    public static readonly Contestant Raft = new("RaftTorture", directory => new RaftCluster(directory), RunRaftAsync);

    /// <summary>Clients spread over the members, which is what its client does by itself.</summary>
    public static readonly Contestant Gateway = new("etcd 3.4, JSON gateway", directory => new EtcdCluster(directory), RunGatewayAsync);

    public static Contestant Native(string driver) =>
        new("etcd 3.4", directory => new EtcdCluster(directory), (cluster, load) => new NativeEtcdLoad(driver).RunAsync(load, cluster.Addresses));

    public static Contestant NativeToLeader(string driver) =>
        new("etcd 3.4, leader only", directory => new EtcdCluster(directory), async (cluster, load) =>
            await new NativeEtcdLoad(driver).RunAsync(load, [await LeaderAsync(cluster)]));

    private static async Task<LoadResult> RunRaftAsync(ICluster cluster, Load load)
    {
        var leader = await LeaderAsync(cluster);
        return await RunAsync(load, i => ((RaftCluster)cluster).Connect(leader, (ulong)i));
    }

    private static Task<LoadResult> RunGatewayAsync(ICluster cluster, Load load) =>
        RunAsync(load, i => new GatewayStoreClient(cluster.Addresses[i % cluster.Addresses.Count]));

    private static async Task<LoadResult> RunAsync(Load load, Func<int, IStoreClient> connect)
    {
        var clients = Enumerable.Range(0, load.Clients).Select(connect).ToArray();
        try
        {
            return await ClosedLoop.RunAsync(load, clients);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static async Task<Uri> LeaderAsync(ICluster cluster) =>
        await cluster.LeaderAsync() ?? throw new BenchmarkException("the cluster has no leader");
}
