using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>The <c>netns</c> world: node processes, each in a network namespace of its own, on a bridge in the namespaces that the harness has entered.</summary>
/// <remarks>It is all in namespaces that end with the harness (<see cref="NetnsEntry"/>): what a killed harness leaves is nothing.</remarks>
internal sealed class NetnsWorld : IWorld
{
    private readonly NetnsOptions _options;
    private readonly OwnKernel _kernel = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly NetnsNetwork _network;
    private readonly Dictionary<string, INodeDisk> _disks = [];
    private readonly ConcurrentBag<NetnsLife> _lives = [];

    public NetnsWorld(NetnsOptions options)
    {
        _options = options;
        _network = new NetnsNetwork(_kernel, options.Nodes);
        Sites = [.. options.Nodes.Select((node, index) => new Site(node, NetnsNetwork.AddressOf(index), DataOf(node)))];
    }

    public IKernel Kernel => _kernel;

    public IReadOnlyList<Site> Sites { get; }

    public IReadOnlyList<string> Notices => [];

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var site in Sites)
        {
            Directory.CreateDirectory(site.DataDirectory);
            _disks[site.Node] = new PlainDisk(site.DataDirectory);
        }

        await _network.MakeAsync(cancellation);
    }

    public async Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation)
    {
        var program = isOtherVersion ? _options.OtherProgram ?? throw NoOther() : launch.Program;
        var place = _network.Of(node.Node).Path;
        var life = new NetnsLife(new NodeProcess(await StartAsync(place, [.. program, .. launch.Arguments], launch), log), place, node.DataDirectory);
        _lives.Add(life);
        if (_options.CountsMemory)
            await _kernel.AskAsync(new JoinMemoryGroup(life.Pid, node.Node), cancellation);
        return life;
    }

    public INodeDisk DiskOf(Site node) => _disks[node.Node];

    public async Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation) =>
        (await _kernel.AskAsync(new LimitMemory(life.Pid, bytes), cancellation)).LimitBytes;

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var life in _lives.Where(life => life.IsAlive))
                Signal.Kill.SendTo(life.Pid);
            await Task.WhenAll(_lives.Select(life => life.Ended));
            await _kernel.DisposeAsync();
            await _network.RemoveAsync();
        }
        finally
        {
            _network.Dispose();
            _launcher.Dispose();
        }
    }

    private string DataOf(string node) => Path.GetFullPath(Path.Combine(_options.RunDirectory, "nodes", node, "data"));

    /// <summary>In a session of its own: a Ctrl-C is for the harness, and a node that knows nothing of us would end by it.</summary>
    /// <remarks>Each of these programs becomes the next (execve), so that the process that is started is the node.</remarks>
    private async Task<Process> StartAsync(string place, string[] command, NodeLaunch launch)
    {
        var start = new ProcessStartInfo("setsid", ["nsenter", $"--net={place}", "--", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        try
        {
            return await _launcher.StartAsync(start);
        }
        catch (Exception refused) when (refused is Win32Exception or IOException)
        {
            throw new ClusterException($"{command[0]} cannot be started: {refused.Message}", refused);
        }
    }

    private static ClusterException NoOther() => new("there is no other version to start a node from: name one with --other-node-binary");
}

/// <summary>What a netns world is made of.</summary>
internal sealed record NetnsOptions
{
    public required ImmutableArray<string> Nodes { get; init; }

    /// <summary>Where each node gets <c>nodes/ID/data</c>. They stay when the world is gone.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Whether each node is put into a group of memory of its own, so that it can be limited: the one thing that a killed harness leaves, empty.</summary>
    public bool CountsMemory { get; init; }

    /// <summary>The other version's program and what comes before the node's own arguments; null if there is none.</summary>
    public ImmutableArray<string>? OtherProgram { get; init; }
}
