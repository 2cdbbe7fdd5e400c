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
        That(isThere, "network namespaces", "apt-get install util-linux iproute2 nftables");
    }

    /// <summary>The same, and filesystems in files, which only root may mount.</summary>
    public static void LoopDisks()
    {
        Namespaces();
        That(Environment.IsPrivilegedProcess && File.Exists("/dev/loop-control") && Runs("mkfs.ext4", "-V"), "loop disks", "root, and apt-get install e2fsprogs");
    }

    /// <summary>The library by which clocks are made wrong where no vDSO can be patched.</summary>
    public static void Faketime() => That(Runs("sh", "-c", "ls /usr/lib*/*/faketime/libfaketimeMT.so.1 /usr/lib*/faketime/libfaketimeMT.so.1 2> /dev/null | grep -q ."), "libfaketime", "apt-get install libfaketime");

    private static void That(bool isThere, string what, string remedy)
    {
        if (!isThere && Environment.GetEnvironmentVariable(All) == "1")
            Assert.Fail($"{what} cannot be had, and {All} is set");
        if (!isThere)
            Assert.Ignore($"needs {what} ({remedy})");
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
