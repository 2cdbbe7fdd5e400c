using System.Diagnostics;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness with a helper container in a process of its own, so that a test can kill it.</summary>
internal static class DoomedHelper
{
    public const string Command = "--doomed-helper";

    private const string Ready = "ready";

    /// <summary>The process: has its helper make a table of rules, says so, and waits to be killed.</summary>
    public static async Task<int> RunAsync(string name, string table)
    {
        using var engine = await ContainerEngine.ConnectAsync(CancellationToken.None);
        await using var helper = await HelperContainer.StartAsync(engine, AgentProcess.InContainer(name), CancellationToken.None);
        await helper.Kernel.AskAsync(new AtEnd(RemovalOf(table)), CancellationToken.None);
        await helper.Kernel.DemandAsync("nft", ["add", "table", "bridge", table], null, CancellationToken.None);
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        return 0;
    }

    public static async Task<Process> StartAsync(HelperSpec spec, string table)
    {
        var harness = Process.Start(NodeBinary.ToStart(typeof(DoomedHelper).Assembly.Location, [Command, spec.Name, table]))!;
        var said = await harness.StandardOutput.ReadLineAsync();
        if (said != Ready)
            Assert.Fail($"the harness said '{said}' and {await harness.StandardError.ReadToEndAsync()}");
        return harness;
    }

    /// <summary>Right also where it is gone already: it is added first.</summary>
    public static RunProgram RemovalOf(string table) => new("nft", ["-f", "-"], $"add table bridge {table}\ndelete table bridge {table}\n");
}
