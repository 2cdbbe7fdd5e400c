using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Tries on a process of its own whether one can be stopped, seen to be stopped, and seen to use the processor.</summary>
internal sealed record TryStopping : KernelRequest<Ability>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task<Ability> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            return Ability.Missing("it is done and seen by Linux's /proc", "run on Linux, or take --world docker");
        using var trial = Start();
        try
        {
            return await IsSeenToStopAsync(trial.Id, cancellation)
                ? new Ability(true, "SIGSTOP and SIGCONT by turns, ten a second")
                : Ability.Missing("a process that was sent SIGSTOP was not seen to stop", "mount /proc without hidepid");
        }
        finally
        {
            trial.Kill();
            await trial.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>A program that waits for its input for ever: any, or, on a machine that has hardly one, the agent.</summary>
    private static Process Start()
    {
        try
        {
            return Start("cat");
        }
        catch (Win32Exception)
        {
            return Start(Environment.ProcessPath!, Assembly.GetEntryAssembly()!.Location, "agent");
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<bool> IsSeenToStopAsync(int pid, CancellationToken cancellation)
    {
        Signal.Stop.SendTo(pid);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience;)
        {
            if (ProcessSight.Of(pid) is { IsStopped: true })
                return true;
            await Task.Delay(1, cancellation);
        }

        return false;
    }
}
