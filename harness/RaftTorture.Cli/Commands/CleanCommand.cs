using System.CommandLine;
using RaftTorture.Targets.Cleaning;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture clean</c>: removes what runs left that were killed outright. The next run does the same for its world.</summary>
public static class CleanCommand
{
    public static Command Create()
    {
        var command = new Command("clean", "Remove what runs left that were killed outright; those that live are left alone.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var sentences = await Sweep.RunAsync(cancellation);
            foreach (var sentence in sentences.DefaultIfEmpty("nothing was left"))
                parsed.InvocationConfiguration.Output.WriteLine(sentence);
            return ExitCode.Valid;
        });
        return command;
    }
}
