using System.Diagnostics;

namespace RaftTorture.Cli.Tests.EndToEnd.Machine;

/// <summary>What a run has on the machine now, found by the run's id, so that runs of others are not in the way.</summary>
internal static class Remains
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until there is no process, mount or loop device of it. A process that is gone has no clock to be wrong.</summary>
    public static Task GoneAsync(TortureRun run) => UntilEmptyAsync(() => Task.FromResult<IReadOnlyList<string>>(
        [.. Processes(run), .. LoopDisks(run), .. Mounts(run)]));

    public static Task GoneFromEngineAsync(TortureRun run) => UntilEmptyAsync(async () =>
        [.. await OfEngineAsync(run, "ps", "-a"), .. await OfEngineAsync(run, "network", "ls"), .. await OfEngineAsync(run, "volume", "ls")]);

    /// <summary>Nodes and helpers: all are told the run's id.</summary>
    public static IReadOnlyList<string> Processes(TortureRun run) =>
        [.. Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Select(path => (Path: path, Line: Read($"{path}/cmdline")))
            .Where(process => process.Line.Contains($"--cluster-id\0{run.Name}", StringComparison.Ordinal))
            .Select(process => $"{process.Path}: {process.Line.Replace('\0', ' ')}")];

    /// <summary>The image of a disk lies below the run's directory, or has the harness's process number in its name, as all that it has in an engine.</summary>
    public static IReadOnlyList<string> LoopDisks(TortureRun run) =>
        [.. Directory.GetDirectories("/sys/block", "loop*")
            .Select(block => Read($"{block}/loop/backing_file").Trim())
            .Where(image => image.Contains(run.Store) || image.Contains($"-{run.Process.Id}-"))];

    /// <summary>Tables of rules of all runs on this machine; their names tell nobody whose they are.</summary>
    public static async Task<IReadOnlyList<string>> TablesAsync() =>
        [.. (await Program.RunAsync("nft", "list", "tables")).Output.Split('\n').Where(line => line.Contains("rafttorture"))];

    /// <summary>Waits until none of these tables is there.</summary>
    public static Task TablesGoneAsync(IReadOnlyList<string> tables) => UntilEmptyAsync(async () => [.. tables.Intersect(await TablesAsync())]);

    private static IEnumerable<string> Mounts(TortureRun run) => Read("/proc/self/mounts").Split('\n').Where(line => line.Contains(run.Store));

    private static async Task<IEnumerable<string>> OfEngineAsync(TortureRun run, params string[] list)
    {
        var (code, output) = await Program.RunAsync("docker", [.. list, "-q", "--filter", $"name=-{run.Process.Id}"]);
        Assert.That(code, Is.Zero);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(id => $"{list[0]} {id}");
    }

    private static async Task UntilEmptyAsync(Func<Task<IReadOnlyList<string>>> lookAsync)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var left = await lookAsync();
            if (left.Count == 0)
                return;
            if (Stopwatch.GetElapsedTime(start) > Patience)
                Assert.Fail($"left behind:\n{string.Join('\n', left)}");
            await Task.Delay(50);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
