using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine to which the connection is lost: it does nothing, and undoes nothing.</summary>
internal sealed class StuckKernel : IKernel
{
    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => throw new KernelException("the agent is gone");

    public ValueTask DisposeAsync() => throw new KernelException("the agent is gone");
}
