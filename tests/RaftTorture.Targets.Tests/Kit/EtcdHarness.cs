using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Netns;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A harness in namespaces of its own that starts etcd in the <c>netns</c> world, breaks it, and says what it saw.</summary>
internal static class EtcdHarness
{
    public const string Command = "--etcd-harness";

    private static readonly string[] Nodes = ["n1", "n2", "n3"];

    /// <summary>The process: a line for each thing that it did.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        await using var kernel = new OwnKernel();
        var abilities = await WorldAbilities.ProbeAsync(
            new EtcdSystem(), kernel, [FaultKind.Kill, FaultKind.Pause, FaultKind.Partition, FaultKind.Transfer], CancellationToken.None);
        var world = new NetnsWorld(new NetnsOptions { Nodes = [.. Nodes], RunDirectory = directory });
        await using var cluster = new WorldCluster(
            Nodes, new EtcdSystem(), world, new WorldClusterOptions { RunDirectory = directory, Abilities = abilities });
        Console.WriteLine($"transfer: {cluster.WhyUnsupported(FaultKind.Transfer)}");
        var start = Stopwatch.GetTimestamp();
        await cluster.StartAsync(CancellationToken.None);
        Console.WriteLine($"started after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        await TellAsync(cluster);
        return 0;
    }

    /// <summary>Runs the process in the namespaces that can be had.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> RunToEndAsync(string directory)
    {
        var own = NodeBinary.ToStart(typeof(EtcdHarness).Assembly.Location, [Command, directory]);
        var start = new ProcessStartInfo("unshare", [.. new NetnsTools().Probe().Arguments, own.FileName, .. own.ArgumentList])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var harness = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var said = await Task.WhenAll(harness.StandardOutput.ReadToEndAsync(late.Token), harness.StandardError.ReadToEndAsync(late.Token));
            return string.Concat(said);
        }
        finally
        {
            harness.Kill(entireProcessTree: true);
        }
    }

    private static async Task TellAsync(WorldCluster cluster)
    {
        await InvokeAsync(cluster, "n1", new Operation(Functions.Write, "k", Value.Of(1)));
        var leader = (await cluster.ObserveAsync(CancellationToken.None)).Single(status => status.IsLeader).Node;
        var other = Nodes.First(node => node != leader);
        await ApplyAsync(cluster, new Fault.Partition("primary", [.. Nodes.Where(node => node != leader).SelectMany(node => Both(leader, node))]));
        await ApplyAsync(cluster, new Fault.HealPartition());
        await ApplyAsync(cluster, new Fault.Pause([other]));
        await ApplyAsync(cluster, new Fault.Resume([other]));
        await ApplyAsync(cluster, new Fault.Kill([leader]));
        await InvokeAsync(cluster, other, new Operation(Functions.Write, "k", Value.Of(2)));
        await ApplyAsync(cluster, new Fault.Start([leader]));
        await InvokeAsync(cluster, leader, new Operation(Functions.Read, "k", Value.Absent));
        Console.WriteLine($"unexpected exits: {cluster.UnexpectedExits.Count}");
    }

    private static Link[] Both(string one, string other) => [new(one, other), new(other, one)];

    private static async Task ApplyAsync(WorldCluster cluster, Fault fault)
    {
        var effect = await cluster.ApplyAsync(fault, CancellationToken.None);
        Console.WriteLine($"{fault.F} {(effect.Confirmed ? "confirmed" : "unconfirmed")}: {effect.Evidence}");
    }

    /// <summary>Again and again until it is done: etcd may just be electing.</summary>
    private static async Task InvokeAsync(WorldCluster cluster, string node, Operation operation)
    {
        await using var client = cluster.OpenClient(new ProcessId(0), node);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Completion completion;
        do
            completion = await client.InvokeAsync(operation, deadline.Token);
        while (completion is not Completion.Ok && !deadline.IsCancellationRequested);
        Console.WriteLine($"{operation.F} on {node}: {completion}");
    }
}
