using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A cluster of fake nodes in a <see cref="LoopbackWorld"/>, in a directory of its own.</summary>
internal sealed class WorldStory : IAsyncDisposable
{
    private static readonly FaultKind[] Kinds = [FaultKind.Kill, FaultKind.Pause, FaultKind.Transfer, FaultKind.Snapshot, FaultKind.Membership];

    private readonly TemporaryDirectory _directory = new();

    /// <param name="arguments">For every node, besides its own.</param>
    public WorldStory(int nodes = 3, IKernel? kernel = null, TimeSpan? patience = null, params ImmutableArray<string> arguments)
    {
        World = new LoopbackWorld(_directory.Path, nodes, kernel);
        System = new ReferenceSystem(new ReferenceOptions
        {
            Abilities = NodeAbilities.All,
            ClusterId = "story",
            Token = new AdminToken(Path.Combine(_directory.Path, "admin-token")),
            ExtraArguments = arguments,
        });
        Cluster = new WorldCluster([.. World.Sites.Select(site => site.Node)], System, World, new WorldClusterOptions
        {
            RunDirectory = _directory.Path,
            Abilities = new WorldAbilities(Kinds.ToDictionary(kind => kind, _ => new Ability(true, "a story"))),
            ReadyPatience = patience ?? TimeSpan.FromSeconds(20),
        });
    }

    public LoopbackWorld World { get; }

    public bool HasToken => File.Exists(Path.Combine(_directory.Path, "admin-token"));

    public ReferenceSystem System { get; }

    public WorldCluster Cluster { get; }

    public static async Task<WorldStory> StartAsync(int nodes = 3, IKernel? kernel = null)
    {
        var story = new WorldStory(nodes, kernel);
        try
        {
            await story.Cluster.StartAsync(CancellationToken.None);
            return story;
        }
        catch (ClusterException)
        {
            await story.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on the node ends as soon as it is started.</summary>
    public void BreakNode(string id) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_directory.Path, "nodes", id, "data")).FullName, FakeNode.Cheese), "");

    public string LogOf(string id) => File.ReadAllText(Path.Combine(_directory.Path, "nodes", id, "node.log"));

    /// <summary>Applies a fault that must be confirmed.</summary>
    public async Task<string> ApplyAsync(Fault fault)
    {
        var effect = await Cluster.ApplyAsync(fault, CancellationToken.None);
        Assert.That(effect.Confirmed, $"{fault.F}: {effect.Evidence}");
        return effect.Evidence;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _directory.Dispose();
    }
}
