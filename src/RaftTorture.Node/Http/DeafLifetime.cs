using Microsoft.Extensions.Hosting;

namespace RaftTorture.Node.Http;

/// <summary>Takes the place of the host's own lifetime, which would stop the server at a signal.</summary>
internal sealed class DeafLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
