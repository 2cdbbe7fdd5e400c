using System.Diagnostics;
using System.Text.Json;

namespace RaftTorture.Benchmarks.Loads;

/// <summary>Runs the native driver, <c>etcd/main.go</c>, and reads what it saw.</summary>
internal sealed class NativeEtcdLoad(string driver)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<LoadResult> RunAsync(Load load, IEnumerable<Uri> members)
    {
        using var process = Process.Start(new ProcessStartInfo(driver, Arguments(load, members)) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<LoadResult>(line, Json)!
            : throw new BenchmarkException($"etcd's driver ended with {process.ExitCode}");
    }

    private static string[] Arguments(Load load, IEnumerable<Uri> members) =>
    [
        "-operation", load.Kind.ToString().ToLowerInvariant(),
        "-clients", $"{load.Clients}",
        "-keys", $"{load.KeysPerClient}",
        "-value-bytes", $"{load.ValueBytes}",
        "-warm-up", $"{load.WarmUp.TotalMilliseconds}ms",
        "-duration", $"{load.Duration.TotalMilliseconds}ms",
        "-endpoints", string.Join(',', members.Select(member => member.GetLeftPart(UriPartial.Authority))),
    ];
}
