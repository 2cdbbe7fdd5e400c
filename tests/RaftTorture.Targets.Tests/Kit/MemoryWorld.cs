using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A world that can limit memory, and nothing else; or says that it does and does not.</summary>
internal sealed class MemoryWorld(IKernel kernel, bool isIdle = false) : IWorld
{
    public IKernel Kernel => kernel;

    public IReadOnlyList<Site> Sites => [];

    public IReadOnlyList<string> Notices => [];

    public async Task<long?> LimitMemoryAsync(IWorldLife life, long? bytes, CancellationToken cancellation) =>
        isIdle ? bytes : (await kernel.AskAsync(new LimitMemory(life.Pid, bytes), cancellation)).LimitBytes;

    public Task PrepareAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IWorldLife> LaunchAsync(Site node, NodeLaunch launch, bool isOtherVersion, NodeLog log, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public INodeDisk DiskOf(Site node) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
