using RaftTorture.Running.Ports;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A local cluster of fake nodes in a directory of its own, with a leftovers' registry of its own.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public World(int nodes = 3, Func<LocalClusterOptions, LocalClusterOptions>? with = null)
    {
        var options = OptionsIn(_directory.Path, nodes);
        Cluster = new LocalCluster(with is null ? options : with(options));
    }

    public LocalCluster Cluster { get; }

    public string Directory => _directory.Path;

    public static string RegistryIn(string directory) => Path.Combine(directory, "registry");

    public static LocalClusterOptions OptionsIn(string directory, int nodes) => new()
    {
        Nodes = [.. Enumerable.Range(1, nodes).Select(number => $"n{number}")],
        RunDirectory = directory,
        NodeBinary = FakeNode.Binary,
        Abilities = NodeAbilities.All,
        RunId = Path.GetFileName(directory),
        Leftovers = new Leftovers(RegistryIn(directory)),
    };

    public static async Task<World> StartAsync(int nodes = 3, Func<LocalClusterOptions, LocalClusterOptions>? with = null)
    {
        var world = new World(nodes, with);
        try
        {
            await world.Cluster.StartAsync(CancellationToken.None);
            return world;
        }
        catch (ClusterException)
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on the node ends as soon as it is started.</summary>
    public void BreakNode(string id) => File.WriteAllText(Path.Combine(Directory, "nodes", id, "data", FakeNode.Cheese), "");

    public string LogOf(string id) => File.ReadAllText(Path.Combine(Directory, "nodes", id, "node.log"));

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _directory.Dispose();
    }
}
