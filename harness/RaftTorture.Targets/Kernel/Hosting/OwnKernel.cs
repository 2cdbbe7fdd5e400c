namespace RaftTorture.Targets.Kernel.Hosting;

/// <summary>The machine, or the namespaces, in which this very process runs.</summary>
internal sealed class OwnKernel : IKernel
{
    private readonly Workshop _workshop = new();

    public async Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => (TReply)await request.DoAsync(_workshop, cancellation);

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();
}
