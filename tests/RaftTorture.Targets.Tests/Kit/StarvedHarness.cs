using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness in a process of its own that has few descriptors, so that a cluster runs out of them.</summary>
internal static class StarvedHarness
{
    public const string Command = "--starved-harness";

    private const int Descriptors = 300;
    private const int Nodes = 25;

    /// <summary>The process: makes a cluster that is too large, and says in two lines what it was told and how many sockets are left open.</summary>
    public static int Run(string directory)
    {
        // The runtime has one of its own, for diagnosis.
        var before = OpenSockets();
        var told = "no shortage";
        try
        {
            _ = new LocalCluster(World.OptionsIn(directory, Nodes));
        }
        catch (ClusterException shortage)
        {
            told = shortage.Message;
        }

        Console.WriteLine(told);
        Console.WriteLine(OpenSockets() - before);
        return 0;
    }

    private static int OpenSockets() => Directory.GetFiles("/proc/self/fd").Count(IsSocket);

    private static bool IsSocket(string descriptor) =>
        new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;

    /// <summary>Runs the process and returns what it said.</summary>
    public static async Task<string[]> RunToEndAsync(string directory)
    {
        var start = NodeBinary.ToStart(typeof(StarvedHarness).Assembly.Location, [Command, directory]);
        string[] limited = ["-c", $"ulimit -n {Descriptors} && exec \"$0\" \"$@\"", start.FileName, .. start.ArgumentList];
        using var harness = Process.Start(new ProcessStartInfo("sh", limited) { RedirectStandardOutput = true })!;
        var said = await harness.StandardOutput.ReadToEndAsync();
        await harness.WaitForExitAsync();
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
