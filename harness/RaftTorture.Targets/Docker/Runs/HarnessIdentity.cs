using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Docker.Runs;

/// <summary>The harness that made something, so that a later one can tell whether it lives.</summary>
/// <param name="Machine">The boot of the machine and the namespace of process numbers: outside of them a number says nothing.</param>
/// <param name="Process">The process there.</param>
internal sealed record HarnessIdentity(string Machine, ProcessIdentity Process)
{
    private const char Separator = ':';

    public static HarnessIdentity Own { get; } = new(OwnMachine(), ProcessIdentity.Own);

    /// <summary>True only if it can be known from here: a harness of another machine, or of a container, is not called dead.</summary>
    public bool IsDead => Machine == Own.Machine && !Process.IsAlive;

    /// <summary>As it stands in a label: <c>machine:pid:start</c>.</summary>
    public override string ToString() => string.Join(Separator, Machine, Process.Pid, Process.Started);

    /// <summary>Null for what no harness wrote.</summary>
    public static HarnessIdentity? Parse(string? text) =>
        text?.Split(Separator, 3) is [var machine, var number, var started] && int.TryParse(number, out var pid)
            ? new HarnessIdentity(machine, new ProcessIdentity(pid, started))
            : null;

    private static string OwnMachine()
    {
        if (!OperatingSystem.IsLinux())
            return Environment.MachineName;
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        // pid:[4026531836]
        var space = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return $"{boot}/{new string([.. space.Where(char.IsAsciiDigit)])}";
    }
}
