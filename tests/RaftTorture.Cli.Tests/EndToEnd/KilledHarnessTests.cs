using RaftTorture.Cli.Tests.EndToEnd.Machine;

namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>A harness that is killed outright in the middle of a partition, with a clock that is wrong and disks that are mounted.</summary>
[Platform("Linux")]
public sealed class KilledHarnessTests
{
    private static readonly string[] Faults = ["--nemesis", "partition,clock,power", "--nemesis-interval", "2", "--node-count", "3", "--time-limit", "120"];

    [Test]
    public async Task Of_a_netns_run_nothing_is_left_as_soon_as_it_is_dead()
    {
        Require.Root();
        using var run = await StruckAsync("netns");
        await run.KillAsync();
        await Remains.GoneAsync(run);
    }

    [Test]
    public async Task Of_a_docker_run_clean_leaves_nothing()
    {
        await Require.EngineAsync();
        using var run = await StruckAsync("docker");
        var tables = await Remains.TablesAsync();
        Assert.That(tables, Is.Not.Empty, "the partition is a table of rules");
        await run.KillAsync();
        var clean = await Invocation.OfAsync("clean");
        Assert.That(clean.Output, Does.Contain("of the dead run"), clean.Error);
        await Remains.GoneAsync(run);
        await Remains.GoneFromEngineAsync(run);
        await Remains.TablesGoneAsync(tables);
    }

    [Test]
    public async Task Of_a_docker_run_the_next_start_leaves_nothing_and_says_so()
    {
        await Require.EngineAsync();
        using var run = await StruckAsync("docker");
        await run.KillAsync();
        using var next = TortureRun.Start("--world", "docker", "--nemesis", "none", "--node-count", "3", "--time-limit", "1", "--no-report");
        var (_, output, error) = await next.EndAsync();
        Assert.That(output, Does.Contain("of the dead run"), error);
        await Remains.GoneAsync(run);
        await Remains.GoneFromEngineAsync(run);
    }

    private static async Task<TortureRun> StruckAsync(string world)
    {
        var run = TortureRun.Start(["--world", world, .. Faults]);
        try
        {
            // Where power may fail each node has a disk of its own.
            await run.UntilAsync(
                () => run.IsInForce("partition") && run.IsInForce("clock") && Remains.LoopDisks(run).Count == 3,
                "a partition with a wrong clock and mounted disks");
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }
}
