using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RaftTorture.Cli;

/// <summary>Ctrl-C once: heal, stop, check and report what was recorded. Twice: end now; the nodes notice and end themselves.</summary>
public sealed class Interrupt : IDisposable
{
    /// <summary>What comes within it is one: <c>timeout</c> tells its child and then its group, and so does a terminal with who hands signals on.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private long? _first;

    public Interrupt() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (IsFirst())
        {
            Console.Error.WriteLine("healing, then checking what was recorded; again to quit at once");
            _source.Cancel();
        }
    }

    /// <summary>Ends the process at the second.</summary>
    private bool IsFirst()
    {
        lock (_gate)
        {
            if (_first is { } first && Stopwatch.GetElapsedTime(first) > AtOnce)
                Environment.Exit(ExitCode.InternalError);
            var isFirst = _first is null;
            _first ??= Stopwatch.GetTimestamp();
            return isFirst;
        }
    }
}
