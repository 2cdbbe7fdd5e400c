using System.CommandLine;
using System.CommandLine.Invocation;
using RaftTorture.Cli.Commands;

namespace RaftTorture.Cli;

/// <summary><c>raft-torture</c>: the commands, and what becomes of their failures.</summary>
public static class CommandLine
{
    /// <summary>Parses and runs. Whatever a person can put right is one line a problem on <paramref name="error"/>, without a stack trace.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Action is ParseErrorAction)
            return BadArguments(parsed, error);
        try
        {
            // Signals are the run's own business (it heals first), and so are exceptions.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception failure)
        {
            return Failure.Report(failure, error);
        }
    }

    private static RootCommand Root() => new(
        "Tortures a Raft cluster and judges whether it stayed linearizable. `raft-torture run` does it here and now; `raft-torture doctor` says what else this machine can break.")
    {
        RunCommand.Create(),
        CheckCommand.Create(),
        ReportCommand.Create(),
        SimCommand.Create(),
        ZooCommand.Create(),
        ImagesCommand.Create(),
        DoctorCommand.Create(),
        CleanCommand.Create(),
        AgentCommand.Create(),
    };

    private static int BadArguments(ParseResult parsed, TextWriter error)
    {
        foreach (var problem in parsed.Errors)
            Failure.Say(problem.Message, error);
        error.WriteLine($"raft-torture: `{HelpOf(parsed.CommandResult.Command)}` says what there is");
        return ExitCode.BadArguments;
    }

    private static string HelpOf(Command command) => command is RootCommand ? "raft-torture --help" : $"raft-torture {command.Name} --help";
}
