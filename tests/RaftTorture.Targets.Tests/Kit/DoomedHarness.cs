using System.Diagnostics;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness in a process of its own, so that a test can kill it.</summary>
internal static class DoomedHarness
{
    public const string Command = "--doomed-harness";

    private const string Ready = "ready";

    /// <summary>The process: starts a cluster in a directory, says so, and waits to be killed.</summary>
    public static async Task<int> RunAsync(string directory, string[] nodeArguments)
    {
        await using var cluster = new LocalCluster(World.OptionsIn(directory, 3) with { ExtraNodeArguments = [.. nodeArguments] });
        await cluster.StartAsync(CancellationToken.None);
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        return 0;
    }

    /// <summary>Starts the process and returns when its cluster has a leader.</summary>
    public static async Task<Process> StartAsync(string directory, params string[] nodeArguments)
    {
        var start = NodeBinary.ToStart(typeof(DoomedHarness).Assembly.Location, [Command, directory, .. nodeArguments]);
        var harness = Process.Start(start)!;
        var said = await harness.StandardOutput.ReadLineAsync();
        if (said != Ready)
            Assert.Fail($"the harness said '{said}' and {await harness.StandardError.ReadToEndAsync()}");
        return harness;
    }
}
