using System.ComponentModel;
using System.Diagnostics;

namespace RaftTorture.Benchmarks.Machine;

/// <summary>A node as a process: started, looked at, and never left behind.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const int LinesKept = 20;

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    public NodeProcess(string program, IEnumerable<string> arguments)
    {
        _process = new Process { StartInfo = StartInfo(program, arguments) };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"{program} does not start: {e.Message}");
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit; // An interrupted benchmark takes its nodes with it.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Processor time of all its threads since it started.</summary>
    public TimeSpan CpuTime => Refreshed.TotalProcessorTime;

    /// <summary>Resident memory; on Linux VmRSS.</summary>
    public long ResidentBytes => Refreshed.WorkingSet64;

    /// <summary>Most resident memory it ever had; on Linux VmHWM.</summary>
    public long PeakResidentBytes => Refreshed.PeakWorkingSet64;

    private Process Refreshed
    {
        get
        {
            DemandAlive();
            _process.Refresh();
            return _process;
        }
    }

    /// <exception cref="BenchmarkException">It has ended: here is what it said last.</exception>
    public void DemandAlive()
    {
        if (!_process.HasExited)
            return;
        lock (_lastLines)
            throw new BenchmarkException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}:\n{string.Join('\n', _lastLines)}");
    }

    /// <summary>SIGKILL: it does not get to say goodbye. Returns at once.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private void OnProcessExit(object? sender, EventArgs e) => _process.Kill();

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }
}
