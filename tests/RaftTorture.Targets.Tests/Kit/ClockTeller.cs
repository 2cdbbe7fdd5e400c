using System.Diagnostics;
using System.Globalization;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A process that says what its clocks say, a line for a line, while another thread of it reads them without end.</summary>
internal sealed class ClockTeller : IDisposable
{
    public const string Command = "--clock-teller";

    private readonly Process _process = Process.Start(NodeBinary.ToStart(typeof(ClockTeller).Assembly.Location, [Command]))!;

    public ClockTeller() => Assert.That(_process.StandardOutput.ReadLine(), Is.EqualTo("ready"));

    public int Pid => _process.Id;

    /// <summary>How far its wall clock is ahead of this process's, milliseconds: by the quickest of some answers.</summary>
    public double WallOffsetMs => Quickest(static told => told.WallMs, static () => WallMs);

    /// <summary>The same of its monotonic clock.</summary>
    public double MonotonicOffsetMs => Quickest(static told => told.MonotonicMs, static () => MonotonicMs);

    private static double WallMs => (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;

    private static double MonotonicMs => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    /// <summary>The process: ends with its standard input, or with 9 when its monotonic clock has gone back.</summary>
    public static int Tell()
    {
        new Thread(ReadWithoutEnd) { IsBackground = true }.Start();
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            var (wallMs, monotonicMs) = Look();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wallMs:R} {monotonicMs:R}"));
        }

        return 0;
    }

    public (double WallMs, double MonotonicMs) Ask()
    {
        _process.StandardInput.WriteLine();
        var said = _process.StandardOutput.ReadLine()!.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (said[0], said[1]);
    }

    /// <summary>Ends it; returns its exit code.</summary>
    public int End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Both clocks at once: again if something came between them.</summary>
    private static (double WallMs, double MonotonicMs) Look()
    {
        while (true)
        {
            var before = MonotonicMs;
            var look = (WallMs, before);
            if (MonotonicMs - before < 1)
                return look;
        }
    }

    private double Quickest(Func<(double WallMs, double MonotonicMs), double> clock, Func<double> own)
    {
        var answers = Enumerable.Range(0, 15).Select(_ =>
        {
            var before = own();
            var told = clock(Ask());
            return (Took: own() - before, Offset: told - (own() + before) / 2);
        });
        return answers.MinBy(answer => answer.Took).Offset;
    }

    private static void ReadWithoutEnd()
    {
        for (long last = 0, now; ; last = now)
        {
            _ = DateTime.UtcNow;
            now = Stopwatch.GetTimestamp();
            if (now < last)
                Environment.Exit(9);
        }
    }
}
