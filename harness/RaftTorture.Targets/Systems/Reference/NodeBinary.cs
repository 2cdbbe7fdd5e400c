using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>The program of a node.</summary>
public static class NodeBinary
{
    private const string Name = "RaftTorture.Node";

    /// <summary>Finds the reference node beside the harness.</summary>
    /// <exception cref="ClusterException">It is not there.</exception>
    public static string Locate() => Locate(AppContext.BaseDirectory);

    /// <summary>Finds the reference node in a directory: its executable first, else its assembly.</summary>
    /// <exception cref="ClusterException">It is not there.</exception>
    public static string Locate(string directory)
    {
        var executable = Path.Combine(directory, OperatingSystem.IsWindows() ? Name + ".exe" : Name);
        var assembly = Path.Combine(directory, Name + ".dll");
        return File.Exists(executable) ? executable
            : File.Exists(assembly) ? assembly
            : throw new ClusterException($"no node binary in {directory}: build it there with `dotnet build`, or name one");
    }

    /// <summary>How to run it: an assembly by <c>dotnet</c>, anything else as it is.</summary>
    /// <returns>The program, and what comes before the node's own arguments.</returns>
    /// <exception cref="ClusterException">There is no such file.</exception>
    internal static ImmutableArray<string> ProgramOf(string path)
    {
        if (!File.Exists(path))
            throw new ClusterException($"node binary {path} is missing: build it, or correct the path");
        return Path.GetExtension(path).Equals(".dll", StringComparison.OrdinalIgnoreCase) ? [DotnetHost, path] : [path];
    }

    /// <summary>The same as a process to start.</summary>
    /// <exception cref="ClusterException">There is no such file.</exception>
    internal static ProcessStartInfo ToStart(string path, IEnumerable<string> arguments)
    {
        var program = ProgramOf(path);
        return new ProcessStartInfo(program[0], [.. program[1..], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>The SDK's tools name the host that runs them; else it is found on the path.</summary>
    private static string DotnetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
