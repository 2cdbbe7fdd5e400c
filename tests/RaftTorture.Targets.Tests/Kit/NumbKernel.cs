using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine on which signals do nothing, as long as it is numb. All else it does.</summary>
internal sealed class NumbKernel : IKernel
{
    private readonly OwnKernel _kernel = new();

    public bool IsNumb { get; set; } = true;

    public async Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => IsNumb && request is SendSignal ? (TReply)(object)Done.It : await _kernel.AskAsync(request, cancellation);

    public ValueTask DisposeAsync() => _kernel.DisposeAsync();
}
