using System.CommandLine;
using RaftTorture.Targets.Cleaning;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture clean</c>: removes what runs left that were killed outright. The next run does the same for its world.</summary>
public static class CleanCommand
{
    public static Command Create()
    {
        var images = new Option<bool>("--images")
        {
            Description = "Also remove images that raft-torture made and has since made anew; those that a container uses stay, and all while there is a run.",
        };
        var command = new Command("clean", "Remove what killed runs left: processes, containers, networks, volumes, rules, disks. Runs that live are left alone.") { images };
        command.SetAction(async (parsed, cancellation) =>
        {
            var sentences = (await Sweep.RunAsync(cancellation)).DefaultIfEmpty("nothing was left");
            if (parsed.GetValue(images))
                sentences = sentences.Append(await ImageSweep.RunAsync(cancellation));
            foreach (var sentence in sentences)
                parsed.InvocationConfiguration.Output.WriteLine(sentence);
            return ExitCode.Valid;
        });
        return command;
    }
}
