using RaftTorture.Cli.Progress;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Local;
using Spectre.Console;

namespace RaftTorture.Cli.Commands;

/// <summary>Everything of a run that is not in its plan: where it is kept, what is tortured, what is shown.</summary>
public sealed record Session(string Store, string? NodeBinary, bool WritesReport)
{
    /// <summary>Plays one plan from the first process to the last line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Plan plan, CancellationToken interrupt)
    {
        var binary = NodeBinary ?? Targets.Local.NodeBinary.Locate();
        var directory = RunDirectory.Create(Store, plan.Name, DateTimeOffset.UtcNow);
        var console = AnsiConsole.Console;
        console.Profile.Out.Writer.WriteLine($"seed {plan.Seed}, {plan.Workload} on {string.Join(' ', plan.Nodes)}, in {directory.Path}");
        var record = await PlayAsync(plan, binary, directory, console, interrupt);
        if (WritesReport)
            await File.WriteAllTextAsync(directory.Report, HtmlReport.Render(record), CancellationToken.None);
        ConsoleSummary.Write(console, record, directory.Path);
        return ExitCode.Of(record.Verdict.Validity);
    }

    private async Task<RunRecord> PlayAsync(Plan plan, string binary, RunDirectory directory, IAnsiConsole console, CancellationToken interrupt)
    {
        await using var cluster = new LocalCluster(LocalWorld.Options(plan, directory, binary));
        var meter = new RunMeter(plan, TimeProvider.System);
        var environment = RunEnvironment.Describe(plan, binary, isOwnNode: NodeBinary is null);
        var running = Runner.RunAsync(plan, cluster, directory, meter, environment, interrupt);
        await ProgressView.For(console).ShowUntilAsync(running, meter);
        foreach (var line in cluster.Notices.Concat(cluster.UnexpectedExits))
            console.Profile.Out.Writer.WriteLine(line);
        return await running;
    }
}
