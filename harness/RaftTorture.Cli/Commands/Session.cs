using RaftTorture.Cli.Progress;
using RaftTorture.Cli.Worlds;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Cli.Commands;

/// <summary>Everything of a run that is not in its plan: where it is kept, what is tortured, what is shown.</summary>
public sealed record Session(string Store, NodePrograms Programs, bool WritesReport, IAnsiConsole Console)
{
    /// <summary>Plays one plan from the first process to the last line. The world has been entered.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Plan plan, CancellationToken interrupt)
    {
        if (Programs.IsOwnNode)
            ReferenceNames.Demand(plan);
        await using var stage = await WorldChoices.Of(plan.World).OpenAsync(plan, Programs, interrupt);
        Runner.Demand(plan, stage.WhyUnsupported);
        var directory = RunDirectory.Create(Store, plan.Name, DateTimeOffset.UtcNow);
        Console.Profile.Out.Writer.WriteLine($"seed {plan.Seed}, {plan.Workload} on {string.Join(' ', plan.Nodes)}, in {Shown(directory.Path)}");
        var record = await PlayAsync(plan, stage, directory, interrupt);
        if (WritesReport)
            await File.WriteAllTextAsync(directory.Report, HtmlReport.Render(record), CancellationToken.None);
        ConsoleSummary.Write(Console, record, Shown(directory.Path));
        return ExitCode.Of(record.Verdict.Validity);
    }

    /// <summary>A path as a person would type it here: short where it lies below the current directory.</summary>
    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private async Task<RunRecord> PlayAsync(Plan plan, IStage stage, RunDirectory directory, CancellationToken interrupt)
    {
        await using var cluster = stage.Create(directory.Path, $"{Path.GetFileName(directory.Path)}-{Environment.ProcessId}");
        var meter = new RunMeter(plan, TimeProvider.System);
        var environment = RunEnvironment.Describe(plan, stage.Node, Programs.Flags);
        var running = Runner.RunAsync(plan, cluster, directory, meter, environment, interrupt);
        await ProgressView.For(Console).ShowUntilAsync(running, meter);
        return await running;
    }
}
