using RaftTorture.Cli.Progress;
using RaftTorture.Cli.Worlds;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running;
using RaftTorture.Running.Files;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Plans;
using Spectre.Console;

namespace RaftTorture.Cli.Commands;

/// <summary>Everything of a run that is not in its plan: where it is kept, what is tortured, what is shown.</summary>
public sealed record Session(string Store, NodePrograms Programs, bool WritesReport, IAnsiConsole Console)
{
    /// <summary>Plays one plan from the first process to the last line. The world has been entered.</summary>
    /// <param name="plan">What is played.</param>
    /// <param name="error">Where it is told what could not be taken down.</param>
    /// <param name="interrupt">Heals, and checks what was recorded so far.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Plan plan, TextWriter error, CancellationToken interrupt)
    {
        if (Programs.IsOwnNode)
            ReferenceNames.Demand(plan);
        IStage stage;
        try
        {
            stage = await WorldChoices.Of(plan.World).OpenAsync(plan, Programs, interrupt);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            Failure.Say("interrupted before the cluster was up", error);
            return ExitCode.Unknown;
        }

        return await Tenure.OfAsync(stage, _ => RunOnAsync(stage, plan, error, interrupt), error);
    }

    private Task<int> RunOnAsync(IStage stage, Plan plan, TextWriter error, CancellationToken interrupt)
    {
        Runner.Demand(plan, stage.WhyUnsupported);
        var directory = RunDirectory.Create(Store, plan.Name, DateTimeOffset.UtcNow);
        Console.Profile.Out.Writer.WriteLine($"seed {plan.Seed}, {plan.Workload} on {string.Join(' ', plan.Nodes)}, in {Shown(directory.Path)}");
        var cluster = stage.Create(directory.Path, $"{Path.GetFileName(directory.Path)}-{Environment.ProcessId}");
        return Tenure.OfAsync(cluster, _ => TellAsync(plan, stage, cluster, directory, interrupt), error);
    }

    /// <summary>All is written and shown before the cluster is taken down: that can fail too.</summary>
    private async Task<int> TellAsync(Plan plan, IStage stage, ICluster cluster, RunDirectory directory, CancellationToken interrupt)
    {
        var record = await PlayAsync(plan, stage, cluster, directory, interrupt);
        if (WritesReport)
            await File.WriteAllTextAsync(directory.Report, HtmlReport.Render(record), CancellationToken.None);
        ConsoleSummary.Write(Console, record, Shown(directory.Path), WritesReport);
        return ExitCode.Of(record.Verdict.Validity);
    }

    /// <summary>A path as a person would type it here: short where it lies below the current directory.</summary>
    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private async Task<RunRecord> PlayAsync(Plan plan, IStage stage, ICluster cluster, RunDirectory directory, CancellationToken interrupt)
    {
        var meter = new RunMeter(plan, TimeProvider.System);
        var environment = RunEnvironment.Describe(plan, stage.Node, Programs.Flags);
        var running = Runner.RunAsync(plan, cluster, directory, meter, environment, interrupt);
        await ProgressView.For(Console).ShowUntilAsync(running, meter);
        return await running;
    }
}
