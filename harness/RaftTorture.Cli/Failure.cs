using System.Net.Sockets;
using System.Text.Json;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli;

/// <summary>What went wrong, in words: whatever a person can put right is one line a problem, without a stack trace.</summary>
public static class Failure
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Report(Exception failure, TextWriter error)
    {
        switch (failure)
        {
            case PlanException:
                Say(failure.Message, error);
                return ExitCode.BadArguments;
            case ClusterException or IOException or SocketException or UnauthorizedAccessException or HistoryFormatException or JsonException:
                Say(failure.Message, error);
                return ExitCode.InternalError;
            default:
                Say($"this is a bug of raft-torture, please report it: {failure}", error);
                return ExitCode.InternalError;
        }
    }

    public static void Say(string problems, TextWriter error)
    {
        foreach (var line in problems.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            error.WriteLine($"raft-torture: {line.TrimEnd()}");
    }
}
