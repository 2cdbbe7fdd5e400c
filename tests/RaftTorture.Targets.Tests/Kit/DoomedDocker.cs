using System.Diagnostics;
using RaftTorture.Targets.Docker;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness with a world of containers in a process of its own, so that a test can kill it.</summary>
internal static class DoomedDocker
{
    public const string Command = "--doomed-docker";

    private const string Ready = "ready";

    /// <summary>The process: starts two containers, says so, and waits to be killed.</summary>
    public static async Task<int> RunAsync(string image, string run, string directory)
    {
        var options = new DockerWorldOptions { RunDirectory = directory, Image = image, Nodes = ["n1", "n2"] };
        var labels = RunLabels.OfOwn(run);
        await using var world = new DockerWorld(await ContainerEngine.ConnectAsync(CancellationToken.None), new OwnKernel(), labels, options);
        await world.PrepareAsync(CancellationToken.None);
        using var log = new NodeLog(Path.Combine(directory, "node.log"));
        foreach (var site in world.Sites)
            await world.LaunchAsync(site, new NodeLaunch(["/bin/sh", "-c"], ["sleep 1000"]), isOtherVersion: false, log, CancellationToken.None);
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        return 0;
    }

    public static async Task<Process> StartAsync(string image, string run, string directory)
    {
        var harness = Process.Start(NodeBinary.ToStart(typeof(DoomedDocker).Assembly.Location, [Command, image, run, directory]))!;
        var said = await harness.StandardOutput.ReadLineAsync();
        if (said != Ready)
            Assert.Fail($"the harness said '{said}' and {await harness.StandardError.ReadToEndAsync()}");
        return harness;
    }
}
