using System.Diagnostics;

namespace RaftTorture.Targets.Local.Network;

/// <summary>A shape while it is in force: knows when a byte may leave, and can be waited on until it is replaced.</summary>
internal sealed class Regime(LinkShape shape)
{
    /// <summary>A departure that never comes: the link is cut.</summary>
    private const long Never = long.MaxValue;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _line = new();
    private long _lineFreeAt;

    public LinkShape Shape => shape;

    public void End() => _ended.TrySetResult();

    /// <summary>When bytes of a chunk may be handed over, as a stopwatch timestamp. Takes their time on the line.</summary>
    public long Departure(in Chunk chunk, int bytes)
    {
        if (shape.Cut is not null)
            return Never;
        var due = chunk.ArrivedAt + Ticks(shape.HoldMs(chunk.Luck));
        return shape.BytesPerSecond is null ? due : CrossLine(due, bytes);
    }

    /// <summary>Waits until a time has come (true), or another shape has (false).</summary>
    public async ValueTask<bool> UntilAsync(long timestamp, CancellationToken cancellation)
    {
        if (timestamp == Never)
        {
            await _ended.Task.WaitAsync(cancellation);
            return false;
        }

        while (timestamp - Stopwatch.GetTimestamp() is var ticks and > 0)
        {
            // Timers count whole milliseconds and may be early: round up, and look at the clock again.
            var timer = Task.Delay((int)Math.Ceiling(ticks * 1000.0 / Stopwatch.Frequency), cancellation);
            if (await Task.WhenAny(timer, _ended.Task) != timer)
                return false;
            await timer;
        }

        return true;
    }

    /// <summary>Waits until another shape is in force.</summary>
    public Task EndedAsync(CancellationToken cancellation) => _ended.Task.WaitAsync(cancellation);

    private static long Ticks(double ms) => (long)(ms * Stopwatch.Frequency / 1000);

    private long CrossLine(long due, int bytes)
    {
        lock (_line)
        {
            _lineFreeAt = Math.Max(Math.Max(_lineFreeAt, due), Stopwatch.GetTimestamp()) + Ticks(shape.LineMs(bytes));
            return _lineFreeAt;
        }
    }
}
