using RaftTorture.Cli.Progress;
using RaftTorture.Reporting.Page;
using RaftTorture.Reporting.Terminal;
using RaftTorture.Running;
using RaftTorture.Running.Files;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;
using Spectre.Console;

namespace RaftTorture.Cli.Commands;

/// <summary>Everything of a run that is not in its plan: where it is kept, what is tortured, what is shown.</summary>
public sealed record Session(string Store, string? NodeBinary, bool WritesReport, IAnsiConsole Console)
{
    /// <summary>Plays one plan from the first process to the last line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(Plan plan, CancellationToken interrupt)
    {
        if (NodeBinary is null)
            LocalWorld.DemandNames(plan);
        var binary = Binary();
        var abilities = await NodeAbilities.AskAsync(binary);
        Runner.Demand(plan, kind => LocalPlatform.WhyUnsupported(kind, abilities));
        var directory = RunDirectory.Create(Store, plan.Name, DateTimeOffset.UtcNow);
        Console.Profile.Out.Writer.WriteLine($"seed {plan.Seed}, {plan.Workload} on {string.Join(' ', plan.Nodes)}, in {Shown(directory.Path)}");
        var record = await PlayAsync(plan, binary, abilities, directory, interrupt);
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

    /// <summary>Looked for before a directory is made, so that a wrong path leaves no empty run behind.</summary>
    private string Binary()
    {
        var path = NodeBinary ?? Targets.Systems.Reference.NodeBinary.Locate();
        return File.Exists(path) ? path : throw new ClusterException($"node binary {path} is missing: build it, or correct --node-binary");
    }

    private async Task<RunRecord> PlayAsync(Plan plan, string binary, NodeAbilities abilities, RunDirectory directory, CancellationToken interrupt)
    {
        await using var cluster = new LocalCluster(LocalWorld.Options(plan, directory, binary, abilities));
        var meter = new RunMeter(plan, TimeProvider.System);
        var environment = RunEnvironment.Describe(plan, binary, isOwnNode: NodeBinary is null);
        var running = Runner.RunAsync(plan, cluster, directory, meter, environment, interrupt);
        await ProgressView.For(Console).ShowUntilAsync(running, meter);
        return await running;
    }
}
