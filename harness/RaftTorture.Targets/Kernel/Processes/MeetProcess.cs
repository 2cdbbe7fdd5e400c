using System.Collections.Concurrent;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Remembers who has a number now, so that nothing is done to another who has it later.</summary>
/// <remarks>For processes that are nobody's child here, as those of containers: their number is free again before the harness hears of their end.</remarks>
internal sealed record MeetProcess(int Pid) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        workshop.Get<MetProcesses>().Meet(Pid);
        return Task.FromResult(Done.It);
    }
}

/// <summary>The processes that were met, by their numbers.</summary>
internal sealed class MetProcesses : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, ProcessIdentity?> _met = [];

    public void Meet(int pid) => Meet(pid, ProcessIdentity.Of(pid));

    /// <param name="identity">Null if it was gone already.</param>
    public void Meet(int pid, ProcessIdentity? identity) => _met[pid] = identity;

    /// <summary>Whether the one with this number is the one that was met. Who was never met is taken at his word.</summary>
    public bool IsStillThere(int pid) => !_met.TryGetValue(pid, out var met) || met is { IsAlive: true };

    /// <exception cref="KernelException">The one that was met is gone.</exception>
    public int Demand(int pid) => IsStillThere(pid) ? pid : throw new KernelException($"process {pid} is gone");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
