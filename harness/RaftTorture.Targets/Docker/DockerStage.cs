using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Cleaning;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Docker.Nodes;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker;

/// <summary>
/// The <c>docker</c> world with nodes of the reference system, as far as it is known before a cluster is made: the engine, the images, the helper
/// container, and what can be broken through it.
/// </summary>
/// <remarks>It has the helper container running, and perhaps new images made. Its first cluster takes all of it over; disposal removes what no cluster took.</remarks>
public sealed class DockerStage : IAsyncDisposable
{
    private readonly ContainerEngine _engine;
    private readonly RunLabels _labels;
    private readonly ClusterImages _programs;
    private readonly HelperContainer _helper;
    private readonly WorldAbilities _abilities;
    private readonly IReadOnlyList<string> _swept;
    private bool _isTaken;

    private DockerStage(ContainerEngine engine, RunLabels labels, ClusterImages programs, HelperContainer helper, WorldAbilities abilities, IReadOnlyList<string> swept) =>
        (_engine, _labels, _programs, _helper, _abilities, _swept) = (engine, labels, programs, helper, abilities, swept);

    /// <summary>The image that is tortured.</summary>
    public string Image => _programs.Node.Image;

    /// <summary>Connects to the engine, finds or makes the images, starts the helper container, removes what dead runs left, and tries what is asked for.</summary>
    /// <param name="nodes">Of what the nodes are made, and what will be asked of them.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ClusterException">There is no engine, or it cannot: one line that says what to do.</exception>
    public static async Task<DockerStage> OpenAsync(DockerNodes nodes, CancellationToken cancellation)
    {
        try
        {
            var engine = await ContainerEngine.ConnectAsync(cancellation);
            try
            {
                return await OpenAsync(engine, nodes, cancellation);
            }
            catch
            {
                engine.Dispose();
                throw;
            }
        }
        catch (EngineException refused)
        {
            throw new ClusterException(refused.Message, refused);
        }
    }

    /// <inheritdoc cref="ICluster.WhyUnsupported"/>
    public string? WhyUnsupported(FaultKind kind) => _abilities.WhyUnsupported(kind);

    /// <summary>A cluster that is not yet started: it has no network, no volumes and no containers.</summary>
    /// <exception cref="InvalidOperationException">This stage has made one already.</exception>
    public ICluster Create(DockerClusterOptions options)
    {
        if (_isTaken)
            throw new InvalidOperationException("a stage is for one cluster");
        _isTaken = true;
        var world = new DockerWorld(_engine, _helper, _labels, new DockerWorldOptions
        {
            Nodes = options.Nodes,
            RunDirectory = options.RunDirectory,
            Image = _programs.Node.Image,
            Other = _programs.Other,
            ServedPorts = ReferenceSystem.ServedPorts,
            DiskImages = HelperSpec.Disks,
            Faketime = _abilities.Faketime,
            Notices = [.. _programs.Notices, .. _helper.Notice is { } notice ? [notice] : Array.Empty<string>(), .. _swept],
        });
        return new WorldCluster(
            options.Nodes, System(options), world, new WorldClusterOptions { RunDirectory = options.RunDirectory, Abilities = _abilities, Seed = options.Seed });
    }

    public async ValueTask DisposeAsync()
    {
        if (_isTaken)
            return;
        _isTaken = true;
        using (_engine)
            await _helper.DisposeAsync();
    }

    private static async Task<DockerStage> OpenAsync(ContainerEngine engine, DockerNodes nodes, CancellationToken cancellation)
    {
        var labels = RunLabels.OfOwn($"{DateTimeOffset.UtcNow:yyyyMMddTHHmmss}-{Guid.NewGuid().ToString("n")[..6]}");
        try
        {
            var programs = await ClusterImages.FindAsync(engine, nodes, labels, cancellation);
            var helper = await HelperContainer.StartAsync(engine, new HelperSpec($"{labels.Prefix}-helper", labels.All), cancellation);
            return await ProbeAsync(engine, labels, programs, helper, nodes, cancellation);
        }
        catch
        {
            // The engine may have made what it was asked for, though the answer was not waited for.
            await DockerLeftovers.RemoveAsync(engine, await DockerLeftovers.AllOfAsync(engine, labels, CancellationToken.None), CancellationToken.None);
            throw;
        }
    }

    private static async Task<DockerStage> ProbeAsync(
        ContainerEngine engine, RunLabels labels, ClusterImages programs, HelperContainer helper, DockerNodes nodes, CancellationToken cancellation)
    {
        try
        {
            using var system = new ReferenceSystem(new ReferenceOptions { ClusterId = "", Abilities = programs.Abilities });
            var sweep = EngineSweep.EndAsync(engine, helper, cancellation);
            var machine = WorldAbilities.ProbeAsync(system, helper, nodes.Kinds, cancellation, nodes.ClockMethod);
            await Task.WhenAll(sweep, machine);
            var abilities = (await machine).Except(FaultKind.Memory, await new MemoryLimit(engine, helper.Id).WhyNotAsync(cancellation));
            return new DockerStage(engine, labels, programs, helper, abilities, await sweep);
        }
        catch
        {
            await helper.DisposeAsync();
            throw;
        }
    }

    private ReferenceSystem System(DockerClusterOptions options) => new(new ReferenceOptions
    {
        Program = _programs.Node.Program,
        Abilities = _programs.Abilities,
        ClusterId = options.RunId,
        Token = new AdminToken(Path.GetFullPath(Path.Combine(options.RunDirectory, "admin-token"))),
        IsTokenInEnvironment = true,
        SnapshotThreshold = options.SnapshotThreshold,
        ExtraArguments = options.ExtraNodeArguments,
        ValueShape = options.ValueShape,
        Seed = options.Seed,
    });
}
