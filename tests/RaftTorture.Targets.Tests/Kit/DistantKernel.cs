using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Ports;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>This machine, which says that its network is another one. All else it does.</summary>
internal sealed class DistantKernel : IKernel
{
    public static readonly NetworkIdentity Network = new("another boot", "net:[1]");

    private readonly OwnKernel _kernel = new();

    public async Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => request is WhichNetwork ? (TReply)(object)Network : await _kernel.AskAsync(request, cancellation);

    public ValueTask DisposeAsync() => _kernel.DisposeAsync();
}
