using System.Collections.Concurrent;
using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Cleaning;
using RaftTorture.Targets.Docker.Disks;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Networks;
using RaftTorture.Targets.Docker.Nodes;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker;

/// <summary>
/// The <c>docker</c> world: each life of a node is a container of its own, at the node's own address on a private bridge, with the node's volume.
/// </summary>
/// <remarks>
/// A container that was restarted would mix the logs of its lives, and forget of the one before how it ended; and a life may have another
/// image or command line than the one before. Making one costs a few milliseconds.
/// </remarks>
/// <param name="engine">The engine, which it owns.</param>
/// <param name="kernel">Of the engine's machine; it owns it.</param>
/// <param name="labels">Of all that it makes.</param>
/// <param name="options">What it is made of.</param>
internal sealed class DockerWorld(ContainerEngine engine, IKernel kernel, RunLabels labels, DockerWorldOptions options) : IWorld
{
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly ConcurrentDictionary<string, DockerLife> _lives = new();
    private readonly CancellationTokenSource _forgotten = new();
    private ImmutableSortedDictionary<string, string> _sysctls = ImmutableSortedDictionary<string, string>.Empty;
    private Dictionary<string, INodeVolume> _disks = [];
    private ClusterNetwork? _network;
    private int _launches;
    private bool _isDisposed;

    public IKernel Kernel => kernel;

    public IReadOnlyList<Site> Sites { get; private set; } = [];

    public IReadOnlyList<string> Notices => [.. options.Notices, .. _notices];

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (options.Nodes.Length > Subnet.Room)
            throw new ClusterException($"{options.Nodes.Length} nodes do not fit into one network of containers: at most {Subnet.Room}");
        try
        {
            var reach = await Reach.FindAsync(engine.Address, kernel, cancellation);
            var network = ClusterNetwork.CreateAsync(engine, reach, labels, cancellation);
            var ports = reach.ReserveAsync(kernel, options.Nodes.Length, options.ServedPorts, cancellation);
            var sysctls = PatientConnections.SysctlsAsync(kernel, cancellation);
            var disks = MakeDisksAsync(cancellation);
            await Task.WhenAll(network, ports, sysctls, disks);
            (_network, _sysctls, _disks) = (await network, await sysctls, await disks);
            Sites = [.. options.Nodes.Zip(await ports, (node, published) => (node, published)).Select((each, index) => SiteOf(_network, each.node, index, each.published))];
            if (reach is Reach.Published { Notice: var notice })
                _notices.Enqueue(notice);
        }
        catch (Exception refused) when (refused is EngineException or KernelException)
        {
            throw new ClusterException($"the cluster's network and volumes cannot be made: {refused.Message}", refused);
        }
    }

    public async Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation)
    {
        var network = _network ?? throw new InvalidOperationException("the world is not prepared");
        var (image, program) = isOtherVersion ? options.Other ?? throw NoOther() : new NodeProgram(options.Image, launch.Program);
        try
        {
            if (_lives.TryRemove(node.Node, out var before))
                await engine.Containers.RemoveAsync(before.Container, cancellation);
            var spec = NodeContainer.Of(image, node, WithFaketime(node.Node, launch) with { Program = program }, network, VolumeOf(node.Node), _sysctls, labels);
            var name = $"{labels.Prefix}-{node.Node}-{Interlocked.Increment(ref _launches)}";
            var container = await engine.Containers.CreateAsync(name, spec, cancellation);
            if (options.Faketime is { } library)
                await engine.Containers.PutArchiveAsync(container, "/", NodeFaketime.ToTar(library), cancellation);
            await engine.Containers.StartAsync(container, cancellation);
            network.DemandReach(engine);
            var state = (await engine.Containers.InspectAsync(container, cancellation)).State;
            var life = new DockerLife(engine, container, state.Pid, log, _forgotten.Token);
            _lives[node.Node] = life;
            await kernel.AskAsync(new MeetProcess(life.Pid), cancellation);
            return life;
        }
        catch (EngineException refused)
        {
            throw new ClusterException($"node {node.Node} cannot be started from image {image}: {refused.Message}", refused);
        }
    }

    public INodeDisk DiskOf(Site node) => _disks[node.Node];

    public FaketimePlace? FaketimeOf(string node) => options.Faketime is null ? null : NodeFaketime.Place;

    public Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation) =>
        new MemoryLimit(engine, ((DockerLife)life).Container).SetAsync(bytes, cancellation);

    /// <summary>Kills the nodes, brings their data to the run directory, and removes all that has this run's labels. Safe to call twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            await EndLivesAsync();
            if (options.BringsData && Sites.Count > 0)
                await Task.WhenAll(options.Nodes.Select(BringAsync));
        }
        finally
        {
            await _forgotten.CancelAsync();
            await DismantleAsync();
            _forgotten.Dispose();
        }
    }

    private NodeLaunch WithFaketime(string node, NodeLaunch launch) => FaketimeOf(node)?.Into(launch) ?? launch;

    private static ClusterException NoOther() => new("there is no other version to start a node from: name one with --other-node-image");

    private static Site SiteOf(ClusterNetwork network, string node, int index, PublishedPorts? published) =>
        new(node, network.Subnet.AddressOf(index), NodeContainer.DataDirectory) { Published = published };

    private string VolumeOf(string node) => $"{labels.Prefix}-{node}-data";

    /// <summary>File systems of their own, if the engine's machine can make some; else plain volumes, which cannot lose power.</summary>
    private async Task<Dictionary<string, INodeVolume>> MakeDisksAsync(CancellationToken cancellation)
    {
        if (options.DiskImages is { } place)
        {
            try
            {
                return await MakeAsync(node => new LoopVolumeDisk(engine, kernel, $"{place}/{VolumeOf(node)}", options.DiskBytes, VolumeOf(node), labels.OfNode(node)), cancellation);
            }
            catch (KernelException refused)
            {
                _notices.Enqueue($"the nodes have plain volumes, for disks of their own cannot be made: {refused.Message}");
            }
        }

        return await MakeAsync(node => new VolumeDisk(engine, VolumeOf(node), node, labels), cancellation);
    }

    private async Task<Dictionary<string, INodeVolume>> MakeAsync(Func<string, INodeVolume> diskOf, CancellationToken cancellation)
    {
        var disks = options.Nodes.ToDictionary(node => node, diskOf);
        await Task.WhenAll(disks.Values.Select(disk => disk.MakeAsync(cancellation)));
        return disks;
    }

    private async Task EndLivesAsync()
    {
        await Task.WhenAll(_lives.Values.Where(life => life.IsAlive).Select(async life =>
        {
            life.IsCondemned = true;
            try
            {
                await engine.Containers.KillAsync(life.Container, "KILL", CancellationToken.None);
                await life.Ended;
            }
            catch (EngineException)
            {
                // It ended by itself just now, or the engine is gone: the removal that follows tells.
            }
        }));
    }

    private async Task BringAsync(string node)
    {
        try
        {
            var directory = Path.Combine(options.RunDirectory, "nodes", node);
            await new DataBringer(engine, options.Image, labels).BringAsync(VolumeOf(node), directory, CancellationToken.None);
        }
        catch (Exception lost) when (lost is EngineException or IOException or HttpRequestException or InvalidDataException)
        {
            _notices.Enqueue($"the data of node {node} could not be brought out of its volume: {lost.Message}");
        }
    }

    /// <summary>The kernel first: it may hold what the volumes are made of. Then by label, so that nothing is forgotten that was half made.</summary>
    private async Task DismantleAsync()
    {
        try
        {
            await kernel.DisposeAsync();
        }
        finally
        {
            using (engine)
                await DockerLeftovers.RemoveAsync(engine, await DockerLeftovers.AllOfAsync(engine, labels, CancellationToken.None), CancellationToken.None);
        }
    }
}
