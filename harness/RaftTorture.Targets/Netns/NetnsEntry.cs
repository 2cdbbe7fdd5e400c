using System.Diagnostics;
using System.Reflection;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Netns;

/// <summary>
/// How the harness gets into namespaces of its own: this very program is started again in them, with the same arguments. It is then the
/// first process of its process namespace, so that with it everything ends that it started and made, even if it is killed outright.
/// </summary>
/// <remarks>A process that has threads, as any of .NET has, cannot enter a user namespace: it takes a fresh one.</remarks>
public static class NetnsEntry
{
    /// <summary>Names the network namespace that was left, so that a variable set by hand, or inherited by another, is not believed.</summary>
    private const string Marker = "RAFTTORTURE_NETNS_OUTSIDE";

    private const string OwnNetwork = "/proc/self/ns/net";

    /// <summary>Whether this process is the one inside.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Marker) is { } outside && outside != NetworkName();

    /// <summary>Goes inside; does not return from it. Whoever is inside already stays.</summary>
    /// <param name="program">The name of the program that calls: one that may be started a second time with its own arguments. A host of tests may not.</param>
    /// <exception cref="ClusterException">It cannot be done here: what is missing, and the command that provides it.</exception>
    public static void Enter(string program = "raft-torture")
    {
        if (IsInside)
            return;
        var command = OwnCommand(program).ToArray();
        var (ability, arguments) = new NetnsTools().Probe();
        if (!ability.Works)
            throw new ClusterException($"the netns world cannot be had: {ability.Words}; {ability.Remedy}");
        Environment.Exit(NetnsKeeper.Keep(Tied(["unshare", .. arguments, .. command])));
    }

    private static string? NetworkName() => File.ResolveLinkTarget(OwnNetwork, returnFinalTarget: false)?.Name;

    /// <summary>How this program was started: by <c>dotnet</c> and its assembly, or by an executable of its own.</summary>
    private static IEnumerable<string> OwnCommand(string program)
    {
        var assembly = Assembly.GetEntryAssembly();
        if (assembly?.GetName().Name != program || Environment.ProcessPath is not { } path)
            throw new ClusterException($"the netns world can only be entered by {program} itself: run it as a program of its own");
        var isHost = Path.GetFileNameWithoutExtension(path) == "dotnet";
        return [path, .. isHost ? [assembly.Location] : Array.Empty<string>(), .. Environment.GetCommandLineArgs().Skip(1)];
    }

    /// <summary>It dies with this process, even if that is killed outright: then all that is inside dies with it.</summary>
    private static ProcessStartInfo Tied(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", .. command]) { UseShellExecute = false };
        start.Environment[Marker] = NetworkName();
        return start;
    }
}
