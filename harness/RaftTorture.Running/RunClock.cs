using System.Diagnostics;

namespace RaftTorture.Running;

/// <summary>The one clock of a run: nanoseconds since it started, monotonic.</summary>
public sealed class RunClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public long NowNs => Stopwatch.GetElapsedTime(_start).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>How long until a moment, rounded up to what a timer can do; nothing if it has passed.</summary>
    public TimeSpan Until(long momentNs) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((momentNs - NowNs) / 1e6)));
}
