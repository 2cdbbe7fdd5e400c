using RaftTorture.Targets.Kernel.Clocks.Faketime;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>What a test needs of the machine. Where it is missing the test is skipped, or fails if <c>RAFTTORTURE_REQUIRE_ALL</c> is set.</summary>
internal static class Require
{
    private const string All = "RAFTTORTURE_REQUIRE_ALL";

    public static void Root() => That(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "root on Linux");

    public static void Programs(params string[] names)
    {
        foreach (var name in names)
            That(IsThere(name), $"{name} (apt-get install nftables iptables iproute2 util-linux)");
    }

    /// <summary>libfaketime, on which clocks fall back where no vDSO can be patched.</summary>
    public static void Faketime() => That(FaketimeLibrary.Installed.Path is not null, "libfaketime (apt-get install libfaketime)");

    public static void That(bool isThere, string what)
    {
        if (!isThere && Environment.GetEnvironmentVariable(All) == "1")
            Assert.Fail($"{what} is missing, and {All} is set");
        if (!isThere)
            Assert.Ignore($"needs {what}");
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Any(directory => File.Exists(Path.Combine(directory, program)));
}
