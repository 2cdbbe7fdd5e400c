using System.Diagnostics;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>One look at the clock of a node.</summary>
/// <param name="AtMs">When, on the harness's monotonic clock: the middle of the question and the answer.</param>
/// <param name="TookMs">From the question to the answer.</param>
/// <param name="Ahead">Where the truth lies, whenever in between the node looked.</param>
internal sealed record ClockReading(double AtMs, double TookMs, ClockRange Ahead);

/// <summary>Asks a node for the time that it sees, as often as it takes.</summary>
/// <param name="readAsync">What its own clock says, or null if it does not answer.</param>
internal sealed class ClockProbe(Func<CancellationToken, Task<DateTimeOffset?>> readAsync)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(7);

    public static double NowMs => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    /// <summary>Readings, one after the other, for so long; those without an answer are left out.</summary>
    public async IAsyncEnumerable<ClockReading> ReadAsync(
        TimeSpan patience, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < patience;)
        {
            if (await ReadAsync(cancellation) is { } reading)
                yield return reading;
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<ClockReading?> ReadAsync(CancellationToken cancellation)
    {
        var (asked, askedMs) = (DateTimeOffset.UtcNow, NowMs);
        if (await readAsync(cancellation) is not { } clock)
            return null;
        var tookMs = NowMs - askedMs;
        var aheadOfQuestionMs = (clock - asked).TotalMilliseconds;
        return new ClockReading(askedMs + tookMs / 2, tookMs, new ClockRange(aheadOfQuestionMs - tookMs, aheadOfQuestionMs + StepMs(clock)));
    }

    /// <summary>What the answer may have cut off: a clock that is on a whole second tells seconds, as the Date of HTTP does, or was asked just then.</summary>
    private static double StepMs(DateTimeOffset clock) =>
        clock.Ticks % TimeSpan.TicksPerSecond == 0 ? 1000
        : clock.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 1
        : 0.001;
}
