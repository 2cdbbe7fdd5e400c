using System.ComponentModel;
using System.Diagnostics;

namespace RaftTorture.Cli.Tests.EndToEnd.Machine;

/// <summary>What a test needs of the machine. Where it is missing the test is skipped, or fails if <c>RAFTTORTURE_REQUIRE_ALL</c> is set.</summary>
internal static class Require
{
    private const string All = "RAFTTORTURE_REQUIRE_ALL";

    public static void Root() => That(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "root on Linux");

    public static async Task EngineAsync()
    {
        try
        {
            That((await Program.RunAsync("docker", "version")).Code == 0, "a container engine that answers (dockerd)");
        }
        catch (Win32Exception)
        {
            That(false, "the docker command (apt-get install docker.io)");
        }
    }

    private static void That(bool isThere, string what)
    {
        if (!isThere && Environment.GetEnvironmentVariable(All) == "1")
            Assert.Fail($"{what} is missing, and {All} is set");
        if (!isThere)
            Assert.Ignore($"needs {what}");
    }
}

/// <summary>A program of the machine, run to its end.</summary>
internal static class Program
{
    /// <exception cref="Win32Exception">There is none of this name.</exception>
    public static async Task<(int Code, string Output)> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, said[0]);
    }
}
