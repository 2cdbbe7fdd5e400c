using System.CommandLine;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture images</c>: makes the images of the docker world in advance.</summary>
public static class ImagesCommand
{
    public static Command Create()
    {
        var nodeBinary = new Option<string?>("--node-binary") { Description = "Another node than the reference node: an executable or an assembly." };
        var command = new Command("images", "Make the images of `run --world docker` in advance; where no registry answers, of what is installed here.") { nodeBinary };
        command.SetAction(async (parsed, cancellation) =>
        {
            await ImagesInAdvance.MakeAsync(parsed.GetValue(nodeBinary) ?? NodeBinary.Locate(), parsed.InvocationConfiguration.Output, cancellation);
            return ExitCode.Valid;
        });
        return command;
    }
}
