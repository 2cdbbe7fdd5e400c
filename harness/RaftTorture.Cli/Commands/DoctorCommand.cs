using System.CommandLine;
using RaftTorture.Cli.Doctor;
using RaftTorture.Targets.Doctor;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture doctor</c>: what can be broken on this machine, and how to get the rest.</summary>
public static class DoctorCommand
{
    /// <summary>The local world, and everything that is required, can be had.</summary>
    private const int Well = 0;

    /// <summary>Something that is required cannot.</summary>
    private const int Ill = 1;

    public static Command Create()
    {
        var require = new Option<string?>("--require")
        {
            Description = "Exit with 1 unless these can be had, with commas: a world, or a family of faults in it (docker,netns/clock). Otherwise the exit code is 0.",
        };
        var json = new Option<bool>("--json") { Description = "The same as JSON, for programs." };
        var command = new Command("doctor", "Try what can be broken on this machine, world by world, and say how to get the rest. It leaves nothing but images in the container engine.") { require, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var required = Requirement.Parse(parsed.GetValue(require));
            var worlds = await Examination.RunAsync(cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                output.WriteLine(DoctorJson.Of(worlds));
            else
                DoctorTable.Write(Terminal.Open(output), worlds);
            return required.All(each => each.IsMet(worlds)) ? Well : Ill;
        });
        return command;
    }
}
