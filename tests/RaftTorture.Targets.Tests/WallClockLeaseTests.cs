using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests;

/// <summary>
/// A leader whose wall clock is put back, and which is then cut off: one that times its lease by that clock never sees it end, and goes on
/// answering reads while the others have elected another and written.
/// </summary>
[NonParallelizable]
public sealed class WallClockLeaseTests
{
    private const string Variable = "RAFTTORTURE_BROKEN_RULE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SetUp]
    public void BreakTheRule() => Environment.SetEnvironmentVariable(Variable, "wall-clock-leases");

    [TearDown]
    public void MendTheRule() => Environment.SetEnvironmentVariable(Variable, null);

    [Test]
    public async Task A_lease_on_the_wall_clock_answers_with_what_is_over() =>
        Assert.That(await ReadFromTheOldLeaderAsync(Path.Combine(AppContext.BaseDirectory, "RaftTorture.FaultyNode.dll")), Is.EqualTo(new Completion.Ok(Value.Of(1))));

    [Test]
    public async Task A_lease_on_the_monotonic_clock_ends() =>
        Assert.That(await ReadFromTheOldLeaderAsync(NodeBinary.Locate()), Is.Not.EqualTo(new Completion.Ok(Value.Of(1))));

    private static async Task<Completion> ReadFromTheOldLeaderAsync(string binary)
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        await using var world = await World.StartAsync(with: options => options with
        {
            NodeBinary = binary,
            ExtraNodeArguments = ["--read-mode", "lease", "--election-timeout-ms", "2000-3000"],
        });
        await using var kernel = new OwnKernel();
        var old = await LeaderAsync(world, _ => true);
        Assert.That(await InvokeAsync(world, old, Functions.Write, Value.Of(1)), Is.InstanceOf<Completion.Ok>());
        Assert.That(await InvokeAsync(world, old, Functions.Read, Value.Absent), Is.EqualTo(new Completion.Ok(Value.Of(1))));

        await kernel.AskAsync(new SkewClock(PidOf(world, old), -600_000), CancellationToken.None);
        await world.Cluster.ApplyAsync(new Fault.Partition("primary", [.. world.Cluster.Nodes.Where(node => node != old).SelectMany(Both)]), CancellationToken.None);
        var next = await LeaderAsync(world, node => node != old);
        Assert.That(await InvokeAsync(world, next, Functions.Write, Value.Of(2)), Is.InstanceOf<Completion.Ok>());
        return await InvokeAsync(world, old, Functions.Read, Value.Absent);

        Link[] Both(string other) => [new(old, other), new(other, old)];
    }

    private static async Task<string> LeaderAsync(World world, Func<string, bool> isMeant)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            var leaders = (await world.Cluster.ObserveAsync(late.Token)).Where(status => status.IsLeader && isMeant(status.Node));
            if (leaders.FirstOrDefault() is { } leader)
                return leader.Node;
            await Task.Delay(20, late.Token);
        }
    }

    private static async Task<Completion> InvokeAsync(World world, string node, string f, Value value)
    {
        await using var client = world.Cluster.OpenClient(new ProcessId(0), node);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        return await client.InvokeAsync(new Operation(f, "k", value), deadline.Token);
    }

    /// <summary>By the data directory in its command line, for nobody else has that.</summary>
    private static int PidOf(World world, string node) => Directory.EnumerateDirectories("/proc")
        .Select(path => Path.GetFileName(path))
        .Where(name => int.TryParse(name, out _) && CommandLineOf(name).Contains(Path.Combine(world.Directory, "nodes", node, "data")))
        .Select(int.Parse)
        .Single();

    private static string CommandLineOf(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // Gone meanwhile.
        }
    }
}
