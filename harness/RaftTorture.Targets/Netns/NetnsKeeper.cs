using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Netns;

/// <summary>The harness outside, which has the one inside for a child: it hands signals on, and ends as that one ends.</summary>
/// <remarks>
/// It cannot become <c>unshare</c>, which holds back the signals that ask for an end, and hands none on. It cannot be a shell either: what a
/// shell has in the background is deaf to Ctrl-C, or is kept from the terminal.
/// </remarks>
internal static class NetnsKeeper
{
    /// <summary>Starts it and waits for its end.</summary>
    /// <param name="start"><c>unshare</c>, or what becomes it.</param>
    /// <returns>Its exit code: 128 + n if signal n ended it.</returns>
    public static int Keep(ProcessStartInfo start)
    {
        // Whoever asked to be killed with its parent means the thread that started it.
        using var launcher = new ProcessLauncher();
        using var unshare = launcher.StartAsync(start).GetAwaiter().GetResult();
        var pid = unshare.Id;
        PosixSignalRegistration[] signals = [.. Asking.Select(each => PosixSignalRegistration.Create(each, signal =>
        {
            signal.Cancel = true;
            HandOn(pid);
        }))];
        unshare.WaitForExit();
        foreach (var signal in signals)
            signal.Dispose();
        return unshare.ExitCode;
    }

    private static PosixSignal[] Asking => [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];

    /// <summary>To all of them the harness answers alike. A terminal tells the one inside too, who takes what comes at once for one.</summary>
    private static void HandOn(int unshare)
    {
        foreach (var inside in ChildrenOf(unshare))
            Signal.Terminate.SendTo(inside);
    }

    /// <summary>Not every kernel has a list of them.</summary>
    private static IEnumerable<int> ChildrenOf(int parent) =>
        from directory in Directory.EnumerateDirectories("/proc")
        let pid = int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var number) ? number : 0
        where pid > 0 && ProcStat.Read(pid) is { } stat && stat.Parent == parent
        select pid;
}
