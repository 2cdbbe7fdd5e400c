using System.Runtime.InteropServices;

namespace RaftTorture.Cli;

/// <summary>Ctrl-C once: heal, stop, check and report what was recorded. Twice: end now; the nodes notice and end themselves.</summary>
public sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

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
        if (_source.IsCancellationRequested)
            Environment.Exit(ExitCode.InternalError);
        Console.Error.WriteLine("healing, then checking what was recorded; again to quit at once");
        _source.Cancel();
    }
}
