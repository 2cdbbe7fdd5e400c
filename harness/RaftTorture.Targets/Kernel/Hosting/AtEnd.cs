using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Hosting;

/// <summary>Has a program run when everything is undone, so that a harness that is killed leaves no table of rules behind.</summary>
/// <param name="Program">
/// It must end with 0 also if there is nothing left for it to do: <c>nft</c> with <c>add table</c> before <c>delete table</c>.
/// </param>
internal sealed record AtEnd(RunProgram Program) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        workshop.Get<Endings>().Add(Program);
        return Task.FromResult(Done.It);
    }
}
