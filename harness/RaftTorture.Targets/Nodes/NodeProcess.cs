using System.Diagnostics;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Nodes;

/// <summary>One life of a node: a process, from its start to its end.</summary>
internal sealed class NodeProcess : INodeLife
{
    /// <summary>What a kill makes of a process: 128 + SIGKILL, and on Windows what <see cref="Process.Kill()"/> gives.</summary>
    private static readonly int KilledCode = OperatingSystem.IsWindows() ? -1 : 128 + 9;

    private readonly Process _process;

    /// <param name="process">Started with all three standard streams redirected.</param>
    /// <param name="log">Where its output goes.</param>
    public NodeProcess(Process process, NodeLog log)
    {
        _process = process;
        Pid = process.Id;
        Identity = ProcessIdentity.Of(Pid);
        Ended = EndAsync(log);
    }

    public int Pid { get; }

    /// <summary>What the leftovers' registry knows it by; null if it ended before anyone looked.</summary>
    public ProcessIdentity? Identity { get; }

    /// <summary>Its exit code, once it ended and its last words are in the log. Killed by signal n it is 128 + n.</summary>
    public Task<int> Ended { get; }

    public bool IsAlive => !Ended.IsCompleted;

    /// <summary>True once it was seen to serve.</summary>
    public bool HasServed { get; set; }

    /// <summary>True once the harness has told it to die.</summary>
    public bool IsCondemned { get; set; }

    /// <summary>True while the harness holds it stopped.</summary>
    public bool IsPaused { get; set; }

    /// <summary>
    /// True if it served, or crashed, and the harness did not make this end. One that never served and says no, such as a node that refuses a
    /// damaged log, failed to start, which its start reports. A process can end by itself just before the kill reaches it: the code tells.
    /// </summary>
    public bool IsSurprise(int code) => (HasServed || NodeExit.IsCrash(code)) && (!IsCondemned || code != KilledCode);

    private async Task<int> EndAsync(NodeLog log)
    {
        await Task.WhenAll(log.CopyAsync(_process.StandardOutput), log.CopyAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        log.Write($"-- process {Pid} ended with code {code}");
        _process.Dispose();
        return code;
    }
}
