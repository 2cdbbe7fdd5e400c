using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>
/// Somebody who makes one call after the other, for objects that look at who asks: a lock is released by its holder. After a call that ended
/// unknown it goes on under another number, as what that call does may still come.
/// </summary>
public sealed class RecordedClient
{
    private readonly Recording _recording;
    private ProcessId _process;

    internal RecordedClient(Recording recording)
    {
        _recording = recording;
        _process = recording.NewProcess();
    }

    /// <summary>A call begins.</summary>
    /// <param name="f">What is asked, in the words of the model: <c>acquire</c>, <c>release</c>.</param>
    /// <param name="key">On which of several objects; null where there is only one.</param>
    /// <param name="argument">What is asked with: see <see cref="ValueOf.Any"/>.</param>
    public RecordedCall Begin(string f, string? key = null, object? argument = null) => _recording.Begin(_process, f, key, argument, Ended);

    private void Ended(HistoryEvent completion)
    {
        if (completion.Type == EventType.Info)
            _process = _recording.NewProcess();
    }
}
