using System.ComponentModel;
using System.Diagnostics;

namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>What a test needs of the machine. Where it is missing the test is skipped, or fails if <c>RAFTTORTURE_REQUIRE_ALL</c> is set.</summary>
internal static class Need
{
    private const string All = "RAFTTORTURE_REQUIRE_ALL";

    /// <summary>Network namespaces, as root or in a user namespace, and nftables.</summary>
    public static void Namespaces()
    {
        var isThere = (Runs("unshare", "-nm", "true") || Runs("unshare", "-Urnm", "true")) && Runs("nft", "--version") && Runs("ip", "-V");
        if (!isThere && Environment.GetEnvironmentVariable(All) == "1")
            Assert.Fail($"network namespaces cannot be had, and {All} is set");
        if (!isThere)
            Assert.Ignore("needs network namespaces (apt-get install util-linux iproute2 nftables)");
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
