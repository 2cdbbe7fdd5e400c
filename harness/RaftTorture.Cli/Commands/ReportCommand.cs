using System.CommandLine;
using RaftTorture.Reporting.Page;
using RaftTorture.Running.Files;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture report</c>: makes the report of a recorded run anew.</summary>
public static class ReportCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("directory") { Description = "A run directory." };
        var command = new Command("report", "Make report.html of a recorded run again.") { path };
        command.SetAction(parsed =>
        {
            var directory = RunDirectory.Open(parsed.GetRequiredValue(path));
            var record = RunDirectory.Load(directory.Path, parsed.InvocationConfiguration.Error.WriteLine);
            File.WriteAllText(directory.Report, HtmlReport.Render(record));
            parsed.InvocationConfiguration.Output.WriteLine(directory.Report);
            return ExitCode.Valid;
        });
        return command;
    }
}
