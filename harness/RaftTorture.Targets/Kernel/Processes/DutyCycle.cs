using System.Diagnostics;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Stops a process and lets it go on, ten times a second, so that it gets a part of one processor and no more.</summary>
/// <remarks>
/// The kernel's own bandwidth control has the same period and the same look from outside, but needs a control group, which neither every world
/// nor every user has. And it leaves a process alone that wants little: here an idle one is slow too, as on a host that is sold too often.
/// </remarks>
internal sealed class DutyCycle : IDisposable
{
    public const int PeriodMs = 100;

    private readonly ProcessIdentity _process;
    private readonly int _percent;
    private readonly ManualResetEventSlim _isOver = new();
    private readonly Thread _thread;

    /// <param name="process">Which: no other that has its number later is touched.</param>
    /// <param name="percent">1 to 99, of one processor.</param>
    public DutyCycle(ProcessIdentity process, int percent)
    {
        (_process, _percent) = (process, percent);
        // A thread of its own: a busy pool would leave the process stopped for longer.
        _thread = new Thread(Turn) { IsBackground = true, Name = $"duty cycle of {process.Pid}" };
        _thread.Start();
    }

    /// <summary>Lets the process run.</summary>
    public void Dispose()
    {
        _isOver.Set();
        _thread.Join();
        _isOver.Dispose();
    }

    private void Turn()
    {
        var usedMs = 0.0;
        try
        {
            while (_process.IsAlive)
            {
                StopGate.Send(Signal.Stop, _process.Pid);
                if (_isOver.Wait(RestMs(usedMs)))
                    break;
                usedMs = Slice();
            }
        }
        finally
        {
            if (_process.IsAlive)
                StopGate.Send(Signal.Continue, _process.Pid);
        }
    }

    /// <summary>Lets it run for its part of a period.</summary>
    /// <returns>What it used, milliseconds of processor time: with several threads more than the slice was long.</returns>
    private double Slice()
    {
        var before = CpuClock.ReadMs(_process.Pid);
        StopGate.Send(Signal.Continue, _process.Pid);
        var start = Stopwatch.GetTimestamp();
        _isOver.Wait(SliceMs);
        var lasted = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        // A slice that lasted too long, on a busy machine, is paid back as if it had been used.
        return Math.Max(lasted, (CpuClock.ReadMs(_process.Pid) - before) ?? 0);
    }

    private int SliceMs => Math.Max(1, PeriodMs * _percent / 100);

    /// <summary>So long that what it used is its part of slice and rest together.</summary>
    private int RestMs(double usedMs) => (int)Math.Round(Math.Max(PeriodMs - SliceMs, (usedMs * 100 / _percent) - SliceMs));
}
