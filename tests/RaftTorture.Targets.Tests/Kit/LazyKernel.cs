using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine that says that it is done and does nothing, for the requests of some kinds; it does the others.</summary>
internal sealed class LazyKernel(params Type[] undone) : IKernel
{
    /// <summary>What is said of what was not done.</summary>
    private static readonly object[] Lies = [Done.It, ClockSkew.Unpatched];

    private readonly OwnKernel _machine = new();

    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull =>
        undone.Contains(request.GetType()) && Lies.OfType<TReply>().FirstOrDefault() is { } done ? Task.FromResult(done) : _machine.AskAsync(request, cancellation);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();
}
