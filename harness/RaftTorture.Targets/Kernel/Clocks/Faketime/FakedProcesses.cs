using System.Globalization;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Clocks.Faketime;

/// <summary>The processes whose libfaketime was told to lie. At its end they tell the truth again.</summary>
internal sealed class FakedProcesses : IAsyncDisposable
{
    /// <summary>USER_HZ, the unit of start times in /proc/PID/stat: 100 on every architecture of .NET.</summary>
    private const double TicksPerSecond = 100;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<ProcessIdentity, Faked> _faked = [];

    /// <summary>Writes what a process reads at its next look at the clock. A strobe goes on until it is told something else.</summary>
    /// <exception cref="KernelException">The process is gone, or its files cannot be reached.</exception>
    public async Task TellAsync(int pid, string file, FakedTime time)
    {
        await _gate.WaitAsync();
        try
        {
            var process = ProcessIdentity.Of(pid) ?? throw new KernelException($"process {pid} is gone");
            await EndStrobeAsync(process);
            Write(process, file, time with { OffsetMs = time.OffsetMs + time.StrobeDeltaMs });
            var end = new CancellationTokenSource();
            _faked[process] = new Faked(file, end, time.StrobePeriodMs > 0 ? FlickerAsync(process, file, time, end.Token) : Task.CompletedTask);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        var problems = new List<Exception>();
        foreach (var (process, faked) in _faked.ToArray())
        {
            try
            {
                await EndStrobeAsync(process);
                Write(process, faked.File, new FakedTime());
            }
            catch (KernelException problem)
            {
                if (!await DyingProcesses.IsDyingAsync(process))
                    problems.Add(problem);
            }
        }

        _gate.Dispose();
        if (problems.Count > 0)
            throw new AggregateException("not every clock was set right", problems);
    }

    private async Task EndStrobeAsync(ProcessIdentity process)
    {
        if (!_faked.Remove(process, out var faked))
            return;
        await faked.End.CancelAsync();
        await faked.Strobe;
        faked.End.Dispose();
    }

    private static async Task FlickerAsync(ProcessIdentity process, string file, FakedTime time, CancellationToken end)
    {
        try
        {
            for (var isFar = false; ; isFar = !isFar)
            {
                await Task.Delay(time.StrobePeriodMs, end);
                Write(process, file, isFar ? time with { OffsetMs = time.OffsetMs + time.StrobeDeltaMs } : time);
            }
        }
        catch (OperationCanceledException)
        {
            // Something else is told.
        }
        catch (KernelException)
        {
            // It died, or what it reads is gone: the node's own clock tells that nothing flickers.
        }
    }

    /// <summary>In the root of the process, which may be a container's; whole, by a rename, for it may be read at any moment.</summary>
    private static void Write(ProcessIdentity process, string file, FakedTime time)
    {
        if (!process.IsAlive)
            throw new KernelException($"process {process.Pid} is gone");
        var path = $"/proc/{process.Pid}/root{file}";
        try
        {
            File.WriteAllText($"{path}.next", time.Line(AgeOf(process)));
            File.Move($"{path}.next", path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"what libfaketime reads in process {process.Pid} cannot be written: {refused.Message}", refused);
        }
    }

    private static TimeSpan AgeOf(ProcessIdentity process)
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(uptime - long.Parse(process.Started, CultureInfo.InvariantCulture) / TicksPerSecond);
    }

    private sealed record Faked(string File, CancellationTokenSource End, Task Strobe);
}
