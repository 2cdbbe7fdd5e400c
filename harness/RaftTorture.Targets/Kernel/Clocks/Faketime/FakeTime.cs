using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;

namespace RaftTorture.Targets.Kernel.Clocks.Faketime;

/// <summary>Has the libfaketime of a process tell another time, in place of whatever it told.</summary>
/// <param name="Pid">The number of the process where the kernel is.</param>
/// <param name="File">What its libfaketime reads, by the path that the process itself sees.</param>
/// <param name="Time">What it shall tell.</param>
internal sealed record FakeTime(int Pid, string File, FakedTime Time) : KernelRequest<Done>
{
    protected override async Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await workshop.Get<FakedProcesses>().TellAsync(workshop.Get<MetProcesses>().Demand(Pid), File, Time);
        return Done.It;
    }
}

/// <summary>Looks whether a process has a library loaded.</summary>
/// <param name="Pid">Its number where the kernel is.</param>
/// <param name="Library">The path of the library that the process itself sees.</param>
internal sealed record LookAtPreload(int Pid, string Library) : KernelRequest<PreloadSeen>
{
    protected override Task<PreloadSeen> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            var name = Path.GetFileName(Library);
            return Task.FromResult(new PreloadSeen(File.ReadLines($"/proc/{Pid}/maps").Any(line => Path.GetFileName(line).StartsWith(name, StringComparison.Ordinal))));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"what process {Pid} has loaded cannot be read: {refused.Message}", refused);
        }
    }
}

/// <param name="IsLoaded">A static program, and one that gains rights at its start, loads nothing that it is told to preload.</param>
internal sealed record PreloadSeen(bool IsLoaded);
