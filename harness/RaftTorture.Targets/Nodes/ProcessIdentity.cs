using System.ComponentModel;
using System.Diagnostics;

namespace RaftTorture.Targets.Nodes;

/// <summary>A process, told from another that has its number later.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Started">When it started, in the words of the system: to be compared, not read.</param>
internal sealed record ProcessIdentity(int Pid, string Started)
{
    public static ProcessIdentity Own => Of(Environment.ProcessId) ?? throw new UnreachableException();

    /// <summary>True while this very process lives.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The process that has a number now, or null if none has. One that ended and waits to be reaped is none.</summary>
    public static ProcessIdentity? Of(int pid) =>
        OperatingSystem.IsLinux() ? OnLinux(pid) : Elsewhere(pid);

    /// <summary>From /proc: <see cref="Process.StartTime"/> there is an estimate that differs from one observer to the next.</summary>
    private static ProcessIdentity? OnLinux(int pid) =>
        ProcStat.Read(pid) is { IsDead: false } stat ? new ProcessIdentity(pid, stat.StartTicks) : null;

    private static ProcessIdentity? Elsewhere(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : new ProcessIdentity(pid, process.StartTime.ToUniversalTime().ToString("O"));
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
