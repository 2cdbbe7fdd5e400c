using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Runs;

namespace RaftTorture.Targets.Docker.Disks;

/// <summary>A plain volume: a directory of the engine's machine, which outlives the containers that have it.</summary>
internal sealed class VolumeDisk(ContainerEngine engine, string volume, string node, RunLabels labels) : INodeVolume
{
    private string _mountpoint = "";

    public bool IsOwnFilesystem => false;

    public async Task MakeAsync(CancellationToken cancellation) =>
        _mountpoint = (await engine.Volumes.CreateAsync(new VolumeSpec { Name = volume, Labels = labels.OfNode(node) }, cancellation)).Mountpoint;

    /// <remarks>The kernel's helper sees the engine's volumes at the same path as the engine.</remarks>
    public Task<string> OpenAsync(CancellationToken cancellation) => Task.FromResult($"{_mountpoint}/data");

    public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Nothing is mounted: a directory has no journal of its own.</summary>
    public Task ReleaseAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A new volume takes its place. The container of the life that ended has it, and goes with it.</summary>
    public async Task WipeAsync(CancellationToken cancellation)
    {
        foreach (var container in await engine.Containers.ListAsync($"{RunLabels.NodeLabel}={node}", cancellation))
        {
            if (container.Labels?.GetValueOrDefault(RunLabels.HarnessLabel) == labels.Harness.ToString() && container.Labels[RunLabels.RunLabel] == labels.RunId)
                await engine.Containers.RemoveAsync(container.Id, cancellation);
        }

        await engine.Volumes.RemoveAsync(volume, cancellation);
        await MakeAsync(cancellation);
    }
}
