using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Nodes <c>n1 ...</c> in network namespaces on a bridge, in a namespace of its own: nothing of it is seen on the machine, or outlives the test.</summary>
internal sealed class BridgeNetwork : IAsyncDisposable
{
    private readonly List<NamespaceKernel> _insides = [];

    private BridgeNetwork()
    {
    }

    /// <summary>Of the namespace in which the bridge is.</summary>
    public NamespaceKernel Kernel { get; } = new();

    public ImmutableArray<ProbedNode> Nodes { get; private set; } = [];

    public ImmutableArray<Link> Links => [.. from a in Nodes from b in Nodes where a != b select new Link(a.Node, b.Node)];

    public IKernel Inside(string node) => _insides[Nodes.ToList().FindIndex(each => each.Node == node)];

    public string AddressOf(string node) => Nodes.Single(each => each.Node == node).Address;

    public static async Task<BridgeNetwork> MakeAsync(int count = 3)
    {
        Require.Root();
        Require.Programs("ip", "nft", "nsenter");
        var network = new BridgeNetwork();
        await network.Kernel.DemandAsync("ip", ["-batch", "-"], "link add br0 type bridge\naddr add 198.18.0.1/24 dev br0\nlink set br0 up\nlink set lo up\n", default);
        for (var number = 1; number <= count; number++)
            await network.AddAsync(number);
        // The first to ask for an address may not be heard before the bridge is awake, and asks again after a second.
        await network.ProbeAsync(network.Links, new ProbeTrain(500, 10, 64, 5000, Enough: 1));
        return network;
    }

    public Task<ProbeReport> ProbeAsync(ImmutableArray<Link> links, ProbeTrain train) =>
        Kernel.AskAsync(new ProbeLinks(Nodes, links, train), default);

    /// <summary>The network of a node is gone, as with a container that died.</summary>
    public async Task EndAsync(string node)
    {
        var number = Nodes.ToList().FindIndex(each => each.Node == node);
        await _insides[number].DisposeAsync();
        _insides[number] = new NamespaceKernel();
        await Kernel.AskAsync(new RunProgram("ip", ["link", "del", $"v{number + 1}"]), default);
    }

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        foreach (var inside in _insides)
            await inside.DisposeAsync();
    }

    private async Task AddAsync(int number)
    {
        var inside = new NamespaceKernel();
        _insides.Add(inside);
        var thread = inside.Path.Split('/')[4];
        await Kernel.DemandAsync("ip", ["-batch", "-"], $"link add v{number} type veth peer name eth0 netns {thread}\nlink set v{number} master br0 up\n", default);
        await inside.DemandAsync("ip", ["-batch", "-"], $"addr add 198.18.0.1{number}/24 dev eth0\nlink set eth0 up\nlink set lo up\n", default);
        Nodes = Nodes.Add(new ProbedNode($"n{number}", $"198.18.0.1{number}", inside.Path));
    }
}
