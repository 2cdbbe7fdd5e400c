using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker.Disks;

/// <summary>A node's disk that is a volume of the engine.</summary>
internal interface INodeVolume : INodeDisk
{
    /// <summary>Makes it, empty.</summary>
    /// <exception cref="Engine.EngineException">The engine refuses.</exception>
    /// <exception cref="Kernel.KernelException">The machine cannot.</exception>
    Task MakeAsync(CancellationToken cancellation);
}
