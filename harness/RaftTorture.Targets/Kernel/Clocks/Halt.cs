using System.Diagnostics;
using System.Globalization;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>Holds every thread of a process still while its code is changed. One that was stopped before stays so.</summary>
/// <remarks>It holds the <see cref="StopGate"/> too: a process that is starved is stopped, and would be let go on in the middle of it.</remarks>
internal sealed class Halt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly int _pid;
    private readonly bool _wasStopped;

    private Halt(int pid)
    {
        _pid = pid;
        _wasStopped = (ProcStat.Read(pid) ?? throw Gone(pid)).IsStopped;
        if (!_wasStopped)
            Signal.Stop.SendTo(pid);
    }

    /// <summary>Stops it; returns once no thread moves.</summary>
    /// <exception cref="KernelException">It is gone, or does not stop.</exception>
    public static async Task<Halt> OfAsync(int pid, CancellationToken cancellation)
    {
        await StopGate.EnterAsync(cancellation);
        var halt = New(pid);
        try
        {
            await halt.BecomeStillAsync(cancellation);
            return halt;
        }
        catch
        {
            halt.Dispose();
            throw;
        }
    }

    /// <summary>Whether a thread stands inside of a range of addresses, its first excluded: what begins there has not begun yet.</summary>
    public bool IsAnyInside(IEnumerable<(long From, long To)> ranges)
    {
        var counters = Threads().Select(CounterOf).ToList();
        return ranges.Any(range => counters.Any(at => at is null || (at > range.From && at < range.To)));
    }

    public void Dispose()
    {
        if (!_wasStopped)
            Signal.Continue.SendTo(_pid);
        StopGate.Leave();
    }

    private static Halt New(int pid)
    {
        try
        {
            return new Halt(pid);
        }
        catch
        {
            StopGate.Leave();
            throw;
        }
    }

    private async Task BecomeStillAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (!IsStill())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new KernelException($"process {_pid} did not stop within {Patience.TotalSeconds} s: is it frozen, or in the middle of a slow write?");
            await Task.Delay(1, cancellation);
        }
    }

    /// <summary>All threads are stopped, and none was born while they were looked at: only one that moves gives birth.</summary>
    private bool IsStill()
    {
        var threads = Threads();
        return threads.All(IsStill) && Threads().SequenceEqual(threads);
    }

    /// <summary>Stopped (T), held by a tracer inside of the kernel (t), or dead.</summary>
    private bool IsStill(string thread) =>
        ProcStat.OfThread(_pid, thread) is not { State: not ('T' or 't' or 'Z' or 'X') };

    private string[] Threads()
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{_pid}/task").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            throw Gone(_pid);
        }
    }

    /// <summary>Where a thread goes on in its program; null if it runs. proc(5): the last word of <c>syscall</c>. A dead one is nowhere.</summary>
    private long? CounterOf(string thread)
    {
        try
        {
            var said = File.ReadAllText($"/proc/{_pid}/task/{thread}/syscall").Trim();
            return said == "running" ? null : long.Parse(said[(said.LastIndexOf("0x", StringComparison.Ordinal) + 2)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException)
        {
            return 0;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new KernelException($"where the threads of process {_pid} are cannot be read: it needs the same user, or CAP_SYS_PTRACE", refused);
        }
    }

    private static KernelException Gone(int pid) => new($"process {pid} is gone");
}
