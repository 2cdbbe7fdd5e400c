using System.Diagnostics;
using System.Text.Json;

namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>One <c>raft-torture run</c> as a process of its own, on a store that is gone after the test.</summary>
internal sealed class TortureRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("raft-torture-run-");
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private TortureRun(string? brokenRule, string[] flags, params string[] under)
    {
        // A session of its own, as in a terminal: its process group is the harness and its nodes, and not the tests.
        var start = new ProcessStartInfo("setsid", [.. under, "dotnet", Beside("raft-torture.dll"), "run", "--store", _store.FullName, .. flags])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (brokenRule is not null)
        {
            start.Environment["RAFTTORTURE_BROKEN_RULE"] = brokenRule;
            start.ArgumentList.Add("--node-binary");
            start.ArgumentList.Add(Beside("RaftTorture.FaultyNode.dll"));
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public Process Process => _process;

    /// <summary>Where its runs are kept.</summary>
    public string Store => _store.FullName;

    /// <summary>The name of its directory, with which its id begins wherever it is written.</summary>
    public string Name => Path.GetFileName(File.ResolveLinkTarget(RunDirectory, returnFinalTarget: true)!.FullName);

    /// <summary>The newest run directory.</summary>
    public string RunDirectory => Path.Combine(_store.FullName, "latest");

    public static TortureRun Start(params string[] flags) => new(null, flags);

    /// <summary>The same command as what another program becomes, such as <c>setpriv</c>.</summary>
    public static TortureRun StartUnder(string[] program, params string[] flags) => new(null, flags, program);

    /// <summary>The same command on nodes that break one rule of the paper.</summary>
    public static TortureRun StartBroken(string rule, params string[] flags) => new(rule, flags);

    /// <summary>Waits for the end; the output is what a person would have seen.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var late = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(late.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    /// <summary>The whole lines of a file; while the run goes on, the last one may be half written.</summary>
    public IReadOnlyList<JsonElement> Lines(string file)
    {
        var text = File.ReadAllText(Path.Combine(RunDirectory, file));
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public JsonElement Results() => JsonDocument.Parse(File.ReadAllText(Path.Combine(RunDirectory, "results.json"))).RootElement;

    /// <summary>The verdict of one checker.</summary>
    public string? Part(string checker) =>
        Results().GetProperty("verdict").GetProperty("parts").EnumerateArray()
            .Single(part => part.GetProperty("checker").GetString() == checker)
            .GetProperty("validity").GetString();

    /// <summary>The ids of this run's node processes, from the command lines of all that run.</summary>
    public IReadOnlyList<int> NodeProcesses() =>
        [.. Directory.GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Where(pid => CommandLine(pid!) is var line && line.Contains("--peer-port") && line.Contains(_store.FullName))
            .Select(pid => int.Parse(pid!))];

    /// <summary>Whether the last that was done of a family was seen to take effect, and has not been healed.</summary>
    public bool IsInForce(string kind) =>
        File.Exists(Path.Combine(RunDirectory, "faults.jsonl"))
        && Lines("faults.jsonl").LastOrDefault(line => line.GetProperty("kind").GetString() == kind) is { ValueKind: JsonValueKind.Object } last
        && last.GetProperty("confirmed").GetBoolean() && !last.GetProperty("isHeal").GetBoolean();

    /// <summary>Kills the harness outright, and nothing else.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            if (since.Elapsed > Limit || (_process.HasExited && !condition() && since.Elapsed > TimeSpan.FromSeconds(10)))
                Assert.Fail($"{what} never came; the run printed:\n{(_process.HasExited ? await _output + await _error : "(it still runs)")}");
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _store.Delete(recursive: true);
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static string CommandLine(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // Gone meanwhile.
        }
    }
}
