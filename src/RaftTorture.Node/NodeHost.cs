using System.Net.Sockets;
using RaftTorture.Node.Options;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node;

/// <summary>Runs a node from its command line until it is told to stop or breaks, and says with what exit code.</summary>
public static class NodeHost
{
    public const int Stopped = 0;
    public const int BadArguments = 2;
    public const int Failed = 1;

    /// <summary>The node found its own state to contradict the protocol and stopped before it could say anything wrong.</summary>
    public const int BrokenPromise = 70;

    /// <inheritdoc cref="RunAsync(string[], NodeSeams)"/>
    public static Task<int> RunAsync(string[] arguments, RaftRules rules) => RunAsync(arguments, NodeSeams.Sound with { Rules = rules });

    /// <summary>Returns the process's exit code. Errors are one line on standard error.</summary>
    /// <param name="arguments">What <c>--help</c> lists.</param>
    /// <param name="seams">The sound ones, but in tests.</param>
    public static async Task<int> RunAsync(string[] arguments, NodeSeams seams)
    {
        try
        {
            if (CommandLine.AsksForHelp(arguments))
                await Console.Out.WriteAsync(CommandLine.Help());
            else if (TryParse(arguments) is { } options)
                await RunAsync(options, seams);
            else
                return BadArguments;
            return Stopped;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IOException or SocketException or CorruptLogException or CorruptSnapshotException or UnsupportedLogException or UnauthorizedAccessException)
        {
            NodeLog.Fail(e.Message);
            return Failed;
        }
        catch (BrokenPromiseException e)
        {
            NodeLog.Fail($"a promise of the protocol is broken, this node stops: {e.Message}");
            return BrokenPromise;
        }
    }

    /// <summary>Apart from the rest: bytes on the disk that mean nothing are a <see cref="FormatException"/> too, and no fault of the command line.</summary>
    private static NodeOptions? TryParse(string[] arguments)
    {
        try
        {
            return CommandLine.Parse(arguments);
        }
        catch (FormatException e)
        {
            NodeLog.Fail(e.Message);
            return null;
        }
    }

    private static async Task RunAsync(NodeOptions options, NodeSeams seams)
    {
        if (options.ParentWatch)
        {
            Signals.Ignore();
            ParentWatch.Start();
        }

        foreach (var warning in OptionProblems.Warnings(options))
            NodeLog.Write($"warning: {warning}");
        await using var node = new RunningNode(options, seams);
        if (!options.ParentWatch)
            Signals.StopAt(node.Stop);
        await node.RunAsync();
    }
}
