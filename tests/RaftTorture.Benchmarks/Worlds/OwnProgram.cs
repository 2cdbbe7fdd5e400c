using System.Diagnostics;
using System.Reflection;

namespace RaftTorture.Benchmarks.Worlds;

/// <summary>This very program, as a process beside this one.</summary>
internal static class OwnProgram
{
    private static readonly Assembly Entry = Assembly.GetEntryAssembly()!;

    public static string Name => Entry.GetName().Name!;

    /// <summary>Runs it to its end; it prints where this one does.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var path = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(path) == "dotnet";
        using var process = Process.Start(path, [.. isHost ? [Entry.Location] : Array.Empty<string>(), .. arguments]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
