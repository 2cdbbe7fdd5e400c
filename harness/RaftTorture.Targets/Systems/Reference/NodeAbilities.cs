using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What a node's program can do besides the least, as its own <c>--help</c> tells: it is never given a flag that it does not know.</summary>
/// <param name="HasAdminPort">It can be asked to hand over, to change its members and to snapshot.</param>
/// <param name="Compacts">It can be told how often to snapshot, and how much of its log to keep.</param>
public sealed record NodeAbilities(bool HasAdminPort, bool Compacts)
{
    public const string AdminPort = "--admin-port";
    public const string AdminTokenFile = "--admin-token-file";
    public const string AdminTokenEnv = "--admin-token-env";
    public const string SnapshotThreshold = "--snapshot-threshold";
    public const string EntriesKept = "--entries-kept";

    public static readonly NodeAbilities None = new(false, false);

    public static readonly NodeAbilities All = new(true, true);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the program with <c>--help</c>. One that says nothing of use, or does not end soon, can do the least only.</summary>
    /// <exception cref="ClusterException">There is no such file.</exception>
    public static async Task<NodeAbilities> AskAsync(string nodeBinary)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            return Of(await HelpAsync(NodeBinary.ToStart(nodeBinary, ["--help"]), late.Token));
        }
        catch (Exception useless) when (useless is Win32Exception or IOException or OperationCanceledException)
        {
            return None; // Whether it can be started at all is told when it must be, with the end of its log.
        }
    }

    internal static NodeAbilities Of(string help) =>
        new(Knows(help, AdminPort, AdminTokenFile, AdminTokenEnv), Knows(help, SnapshotThreshold, EntriesKept));

    private static bool Knows(string help, params string[] options) => options.All(help.Contains);

    private static async Task<string> HelpAsync(ProcessStartInfo start, CancellationToken late)
    {
        using var program = Process.Start(start)!;
        try
        {
            program.StandardInput.Close();
            var said = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(late), program.StandardError.ReadToEndAsync(late));
            return string.Concat(said);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }
}
