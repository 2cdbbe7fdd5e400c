using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Netns;

/// <summary>How the namespaces can be had here: as root, or in a user namespace in which this user is root.</summary>
internal sealed class NetnsTools
{
    /// <summary>Network, mounts and processes of our own; whoever is killed with <c>unshare</c> is killed with everything in them.</summary>
    /// <remarks>What the machine unmounts is unmounted here too: a private copy of its mounts would keep the disks of others busy, such as a container's.</remarks>
    private static readonly string[] Ours = ["-nmpf", "--kill-child", "--mount-proc", "--propagation", "slave"];

    /// <summary>The same with a user namespace around it.</summary>
    private static readonly string[] OursWithUsers = ["-U", "-r", .. Ours];

    private static readonly string[] Needed = ["unshare", "setpriv", "nsenter", "setsid", "ip"];

    private readonly Func<string, string?> _readSysctl;

    /// <param name="readSysctl">The value at a path below <c>/proc/sys</c>, or null if there is none.</param>
    public NetnsTools(Func<string, string?>? readSysctl = null) => _readSysctl = readSysctl ?? ReadSysctl;

    /// <summary>Tries it: a program that links two interfaces in new namespaces, which are gone when it ends.</summary>
    /// <returns>Whether it works, and the arguments of <c>unshare</c> with which it does.</returns>
    public (Ability Ability, IReadOnlyList<string> Arguments) Probe()
    {
        if (!OperatingSystem.IsLinux())
            return (Ability.Missing("network namespaces are Linux's", "run on Linux, or take --world local"), []);
        if (Needed.Where(program => !IsOnPath(program)).ToArray() is [_, ..] missing)
            return (Ability.Missing($"{string.Join(", ", missing)} cannot be found", "apt-get install util-linux iproute2"), []);
        var refusal = "";
        if (Environment.IsPrivilegedProcess && Works(Ours, out refusal))
            return (new Ability(true, "namespaces of root"), Ours);
        if (Works(OursWithUsers, out refusal))
            return (new Ability(true, "a user namespace, without root"), OursWithUsers);
        return (Ability.Missing($"namespaces are refused ({refusal})", Remedy()), []);
    }

    /// <summary>What denies a user namespace, as far as the kernel tells.</summary>
    internal string Remedy() =>
        _readSysctl("kernel/unprivileged_userns_clone") == "0" ? "sudo sysctl -w kernel.unprivileged_userns_clone=1"
        : _readSysctl("kernel/apparmor_restrict_unprivileged_userns") == "1" ? "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        : _readSysctl("user/max_user_namespaces") == "0" ? "sudo sysctl -w user.max_user_namespaces=15000"
        : "run as root; in a container, start that with --privileged, or with --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined";

    private static bool Works(string[] how, out string refusal)
    {
        var start = new ProcessStartInfo("unshare", [.. how, "ip", "link", "add", "rt-try1", "type", "veth", "peer", "name", "rt-try2"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var trial = Process.Start(start)!;
            trial.StandardInput.Close();
            refusal = trial.StandardError.ReadToEnd().Trim().ReplaceLineEndings(" ");
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (Win32Exception broken)
        {
            refusal = broken.Message;
            return false;
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));

    private static string? ReadSysctl(string path)
    {
        var file = Path.Combine("/proc/sys", path);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
