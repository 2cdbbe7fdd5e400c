using System.Diagnostics;

namespace RaftTorture.Benchmarks.Loads;

/// <summary>Builds etcd's native driver from its source with Debian's packages, without the network.</summary>
internal static class NativeDriver
{
    private const string Packages = "etcd-server golang-go golang-etcd-server-dev";
    private const string Libraries = "/usr/share/gocode";

    /// <summary>Why it cannot be built here, and what to do; null if nothing is in the way.</summary>
    public static string? WhatIsMissing()
    {
        string[] missing =
        [
            .. new[] { "etcd", "go" }.Where(program => !IsOnPath(program)),
            .. new[] { $"{Libraries}/src/go.etcd.io/etcd/clientv3" }.Where(directory => !Directory.Exists(directory)),
        ];
        return missing is [] ? null : $"{string.Join(" and ", missing)} cannot be found: `apt-get install {Packages}` (Debian)";
    }

    /// <summary>The driver's path.</summary>
    /// <exception cref="BenchmarkException">Go does not build it.</exception>
    public static async Task<string> BuildAsync(string directory)
    {
        var driver = Path.Combine(directory, "etcd-driver");
        var start = new ProcessStartInfo("go", ["build", "-o", driver, Path.Combine(AppContext.BaseDirectory, "etcd", "main.go")])
        {
            WorkingDirectory = directory,
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = Libraries, ["GOCACHE"] = Path.Combine(directory, "go-cache") },
        };
        using var build = Process.Start(start)!;
        await build.WaitForExitAsync();
        return build.ExitCode == 0 ? driver : throw new BenchmarkException("`go build` of etcd's driver failed; see above");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
