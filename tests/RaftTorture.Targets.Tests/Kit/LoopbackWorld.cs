using System.Net;
using System.Security.Cryptography;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A world whose nodes have addresses of their own on loopback: no kernel fault can be had in it, and no privilege is needed.</summary>
internal sealed class LoopbackWorld : IWorld
{
    private readonly ProcessLauncher _launcher = new();
    private readonly List<NetnsLife> _lives = [];
    private readonly IKernel _kernel;

    /// <param name="kernel">Its levers; the machine's own if null.</param>
    public LoopbackWorld(string directory, int nodes, IKernel? kernel = null)
    {
        _kernel = kernel ?? new OwnKernel();
        // Drawn, so that the worlds of tests that run at the same time do not meet.
        var (second, third) = (RandomNumberGenerator.GetInt32(1, 255), RandomNumberGenerator.GetInt32(0, 255));
        Sites = [.. Enumerable.Range(1, nodes).Select(number => SiteOf(directory, number, IPAddress.Parse($"127.{second}.{third}.{number}")))];
    }

    public IKernel Kernel => _kernel;

    public IReadOnlyList<Site> Sites { get; }

    public IReadOnlyList<string> Notices => ["the world says something"];

    public IReadOnlyList<IWorldLife> Lives => _lives;

    public bool IsDisposed { get; private set; }

    /// <summary>Which starts were of the other version, in their order.</summary>
    public List<bool> Versions { get; } = [];

    public Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var site in Sites)
            Directory.CreateDirectory(site.DataDirectory);
        return Task.CompletedTask;
    }

    public async Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation)
    {
        Versions.Add(isOtherVersion);
        var process = await _launcher.StartAsync(NodeBinary.ToStart(FakeNode.Binary, launch.Arguments));
        _lives.Add(new NetnsLife(new NodeProcess(process, log), "/proc/self/ns/net", node.DataDirectory));
        return _lives[^1];
    }

    public INodeDisk DiskOf(Site node) => new PlainDisk(node.DataDirectory);

    public Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation) => throw new KernelException("not here");

    public async ValueTask DisposeAsync()
    {
        IsDisposed = true;
        await _kernel.DisposeAsync();
        _launcher.Dispose();
    }

    private static Site SiteOf(string directory, int number, IPAddress address) =>
        new($"n{number}", address, Path.Combine(directory, "nodes", $"n{number}", "data"));
}
