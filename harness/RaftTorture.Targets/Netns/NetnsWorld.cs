using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Cleaning;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>The <c>netns</c> world: node processes, each in a network namespace of its own, on a bridge in the namespaces that the harness has entered.</summary>
/// <remarks>It is all in namespaces that end with the harness (<see cref="NetnsEntry"/>): what a killed harness leaves is nothing.</remarks>
internal sealed class NetnsWorld : IWorld
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly NetnsOptions _options;
    private readonly OwnKernel _kernel = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly NetnsNetwork _network;
    private readonly Dictionary<string, INodeDisk> _disks = [];
    private readonly ConcurrentBag<NetnsLife> _lives = [];
    private readonly ConcurrentQueue<string> _notices = new();

    public NetnsWorld(NetnsOptions options)
    {
        _options = options;
        _network = new NetnsNetwork(_kernel, options.Nodes);
        Sites = [.. options.Nodes.Select((node, index) => new Site(node, NetnsNetwork.AddressOf(index), DataOf(node)))];
    }

    public IKernel Kernel => _kernel;

    public IReadOnlyList<Site> Sites { get; }

    public IReadOnlyList<string> Notices => [.. _notices];

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var sentence in await KernelRemains.EndAsync(_kernel, cancellation))
            _notices.Enqueue(sentence);
        foreach (var site in Sites)
            _disks[site.Node] = _options.HasOwnDisks ? await MakeDiskAsync(site.Node, cancellation) : MakeDirectory(site.DataDirectory);
        if (_options.Faketime is not null)
            await HideSharedMemoryAsync(cancellation);
        await _network.MakeAsync(cancellation);
    }

    public async Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation)
    {
        var program = isOtherVersion ? _options.OtherProgram ?? throw NoOther() : launch.Program;
        var place = _network.Of(node.Node).Path;
        await _disks[node.Node].OpenAsync(cancellation);
        launch = WithFaketime(node.Node, launch);
        var life = new NetnsLife(new NodeProcess(await StartAsync(place, [.. program, .. launch.Arguments], launch), log), place, node.DataDirectory);
        _lives.Add(life);
        if (_options.CountsMemory)
            await JoinGroupAsync(life, node.Node, cancellation);
        return life;
    }

    public INodeDisk DiskOf(Site node) => _disks[node.Node];

    public FaketimePlace? FaketimeOf(string node) =>
        _options.Faketime is { } library ? new FaketimePlace(library, Path.Combine(DirectoryOf(node), "faketime", "now")) : null;

    public async Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation) =>
        (await _kernel.AskAsync(new LimitMemory(life.Pid, bytes), cancellation)).LimitBytes;

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var life in _lives.Where(life => life.IsAlive))
                Signal.Kill.SendTo(life.Pid);
            // One that waits for a disk that is frozen still ends when the kernel thaws it, which is below.
            await ((Task)AllEndedAsync()).WaitAsync(EndPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LeaveDataAsync();
            await _kernel.DisposeAsync();
            await AllEndedAsync().WaitAsync(EndPatience);
            await _network.RemoveAsync();
        }
        finally
        {
            _network.Dispose();
            _launcher.Dispose();
        }
    }

    /// <summary>Each life begins with the true time.</summary>
    private NodeLaunch WithFaketime(string node, NodeLaunch launch)
    {
        if (FaketimeOf(node) is not { } place)
            return launch;
        Directory.CreateDirectory(Path.GetDirectoryName(place.File)!);
        File.WriteAllText(place.File, FaketimePlace.Truth);
        return place.Into(launch);
    }

    /// <summary>
    /// libfaketime names what it has there after the number of its process, which in these namespaces is a low one that others have too; and
    /// what is killed leaves it. Mounted here alone, it goes with the namespaces.
    /// </summary>
    private async Task HideSharedMemoryAsync(CancellationToken cancellation) =>
        await _kernel.DemandAsync("mount", ["-t", "tmpfs", "-o", "mode=1777", "tmpfs", "/dev/shm"], null, cancellation);

    /// <summary>A life that nobody hears of must not go on.</summary>
    private async Task JoinGroupAsync(NetnsLife life, string node, CancellationToken cancellation)
    {
        try
        {
            await _kernel.AskAsync(new JoinMemoryGroup(life.Pid, node), cancellation);
        }
        catch
        {
            Signal.Kill.SendTo(life.Pid);
            throw;
        }
    }

    private Task<int[]> AllEndedAsync() => Task.WhenAll(_lives.Select(life => life.Ended));

    private string DirectoryOf(string node) => Path.GetFullPath(Path.Combine(_options.RunDirectory, "nodes", node));

    private string DataOf(string node) => _options.HasOwnDisks ? NetnsDisk.DataIn(DirectoryOf(node)) : PlainDataOf(node);

    private string PlainDataOf(string node) => Path.Combine(DirectoryOf(node), "data");

    private async Task<INodeDisk> MakeDiskAsync(string node, CancellationToken cancellation)
    {
        var disk = new NetnsDisk(_kernel, DirectoryOf(node));
        await disk.MakeAsync(cancellation);
        return disk;
    }

    private static PlainDisk MakeDirectory(string path)
    {
        Directory.CreateDirectory(path);
        return new PlainDisk(path);
    }

    /// <summary>What cannot be read any more, as on a disk that failed, is left behind: it keeps nothing else from its end.</summary>
    private async Task LeaveDataAsync()
    {
        foreach (var (node, disk) in _disks.Where(disk => disk.Value is NetnsDisk))
        {
            try
            {
                await ((NetnsDisk)disk).LeaveDataAsync(PlainDataOf(node), CancellationToken.None);
            }
            catch (KernelException lost)
            {
                _notices.Enqueue($"the data of node {node} are lost: {lost.Message}");
            }
        }
    }

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

    /// <summary>Whether each node gets a disk of its own, which can lose power. It takes root.</summary>
    public bool HasOwnDisks { get; init; }

    /// <summary>The library with which nodes are started so that their clocks can be made wrong; null if it takes none.</summary>
    public string? Faketime { get; init; }

    /// <summary>The other version's program and what comes before the node's own arguments; null if there is none.</summary>
    public ImmutableArray<string>? OtherProgram { get; init; }
}
