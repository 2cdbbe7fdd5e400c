using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Listens where it is asked to; nobody accepts.</summary>
internal sealed record Listen(int Port) : KernelRequest<Listening>
{
    protected override Task<Listening> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var listener = new TcpListener(IPAddress.Any, Port);
        listener.Start();
        return Task.FromResult(new Listening(listener));
    }
}

internal sealed record Listening(TcpListener Listener);

/// <summary>Ends all services, as the end of a kernel does.</summary>
internal sealed record EndWorkshop : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.DisposeAsync();
        return Done.It;
    }
}
