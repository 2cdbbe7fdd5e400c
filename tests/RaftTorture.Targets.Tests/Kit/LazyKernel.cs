using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine that says that it is done and does nothing, for the requests of some kinds; it does the others.</summary>
internal sealed class LazyKernel(params Type[] undone) : IKernel
{
    private readonly OwnKernel _machine = new();

    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull =>
        undone.Contains(request.GetType()) && Done.It is TReply done ? Task.FromResult(done) : _machine.AskAsync(request, cancellation);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();
}
