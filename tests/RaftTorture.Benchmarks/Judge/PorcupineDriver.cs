using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Runs a checkout of Porcupine on histories of registers, on one core, through a small driver that is built on the spot without the network.</summary>
internal sealed class PorcupineDriver
{
    private const long MostMemoryMb = 4_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string _program;
    private readonly WorkDirectory _work;
    private readonly double _limitSeconds;

    private PorcupineDriver(string program, WorkDirectory work, double limitSeconds)
    {
        _program = program;
        _work = work;
        _limitSeconds = limitSeconds;
    }

    /// <summary>What the driver prints.</summary>
    private sealed record Answer(string Verdict, double Ms, double Mb);

    /// <exception cref="BenchmarkException">Go is not there, or does not build it.</exception>
    public static async Task<PorcupineDriver> BuildAsync(string checkout, WorkDirectory work, double limitSeconds)
    {
        var source = Directory.CreateDirectory(work.Child("porcupine-driver")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "porcupine", "main.go"), Path.Combine(source, "main.go"));
        const string Module = "github.com/anishathalye/porcupine";
        File.WriteAllText(Path.Combine(source, "go.mod"), $"module driver\n\ngo 1.18\n\nrequire {Module} v0.0.0\n\nreplace {Module} => {Path.GetFullPath(checkout)}\n");
        var start = new ProcessStartInfo("go", ["build", "-mod=mod", "-o", "driver", "."])
        {
            WorkingDirectory = source,
            Environment = { ["GOFLAGS"] = "", ["GOPROXY"] = "off", ["GOCACHE"] = work.Child("go-cache") },
        };
        try
        {
            using var build = Process.Start(start)!;
            await build.WaitForExitAsync();
            return build.ExitCode == 0
                ? new PorcupineDriver(Path.Combine(source, "driver"), work, limitSeconds)
                : throw new BenchmarkException($"`go build` against {checkout} failed; see above");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkException("go cannot be found: `apt-get install golang-go` (Debian)");
        }
    }

    public async Task<PorcupineResult> RunAsync(JudgedCase judged)
    {
        var path = _work.Child("history.jsonl");
        Write(path, judged.Load());
        var start = new ProcessStartInfo(_program, ["-model", judged.Group == CaseGroup.KeyValue ? "kv" : "register", "-limit", $"{_limitSeconds}s", "-memory-mb", $"{MostMemoryMb}", "-initial", $"{judged.Initial}", path])
        {
            RedirectStandardOutput = true,
            Environment = { ["GOMAXPROCS"] = "1" },
        };
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var answer = process.ExitCode == 0 ? JsonSerializer.Deserialize<Answer>(line, Json)! : throw new BenchmarkException($"Porcupine's driver ended with {process.ExitCode} on {judged.Name}");
        if (judged.IsLinearizable is { } known && answer.Verdict != "Unknown" && known != (answer.Verdict == "Ok"))
            throw new BenchmarkException($"Porcupine says {answer.Verdict} of {judged.Name}: the driver or the index is wrong");
        return new PorcupineResult(answer.Ms, answer.Mb, answer.Verdict == "Unknown");
    }

    private static void Write(string path, IReadOnlyList<HistoryEvent> history)
    {
        using var file = File.Create(path);
        var lines = new ArrayBufferWriter<byte>();
        foreach (var e in history)
        {
            HistoryJson.WriteLine(lines, e);
            if (lines.WrittenCount < 1 << 20)
                continue;
            file.Write(lines.WrittenSpan);
            lines.ResetWrittenCount();
        }

        file.Write(lines.WrittenSpan);
    }
}
