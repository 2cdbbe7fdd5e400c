using System.CommandLine;
using RaftTorture.Targets.Kernel.Agent;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture agent</c>: the end in the helper container of a conversation with the harness. Nobody types it.</summary>
public static class AgentCommand
{
    public static Command Create()
    {
        var command = new Command("agent", "Serve a harness on standard input and output; undo everything at the end.") { Hidden = true };
        command.SetAction(async (_, _) => await AgentHost.ServeAsync() ? ExitCode.Valid : ExitCode.InternalError);
        return command;
    }
}
