using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Gives a process a part of one processor from now on; again with another percentage, that one. See <see cref="DutyCycle"/>.</summary>
/// <param name="Percent">1 to 99, of one processor.</param>
internal sealed record Starve(int Pid, int Percent) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        workshop.Get<DutyCycles>().Start(workshop.Get<MetProcesses>().Demand(Pid), Percent);
        return Task.FromResult(Done.It);
    }
}

/// <summary>Lets a process run as it likes again; one that is gone or was never starved is no error.</summary>
internal sealed record Feed(int Pid) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        workshop.Get<DutyCycles>().Stop(Pid);
        return Task.FromResult(Done.It);
    }
}
