using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>A call that has begun. It ends once; one that is never ended is unknown.</summary>
public sealed class RecordedCall
{
    private readonly Recording _recording;
    private readonly HistoryEvent _invocation;
    private readonly Action<HistoryEvent> _ended;
    private int _isOver;

    internal RecordedCall(Recording recording, HistoryEvent invocation, Action<HistoryEvent> ended)
    {
        _recording = recording;
        _invocation = invocation;
        _ended = ended;
    }

    /// <summary>It happened, and answered nothing: its arguments are repeated.</summary>
    public void Ok() => End(_invocation with { Type = EventType.Ok });

    /// <summary>It happened.</summary>
    /// <param name="answer">What it answered: see <see cref="ValueOf.Any"/>.</param>
    public void Ok(object? answer) => End(_invocation with { Type = EventType.Ok, Value = ValueOf.Any(answer) });

    /// <summary>It certainly did not happen and never will.</summary>
    public void Fail(string reason) => End(_invocation with { Type = EventType.Fail, Error = reason });

    /// <summary>It is a compare-and-set that found something else than it expected.</summary>
    public void Miss() => End(_invocation with { Type = EventType.Fail, Error = HistoryEvent.CasMiss });

    /// <summary>It is a compare-and-set that found something else than it expected, and says what: as good as a read.</summary>
    public void Miss(object? observed) =>
        End(_invocation with { Type = EventType.Fail, Error = HistoryEvent.CasMiss, Observed = ValueOf.Any(observed) });

    /// <summary>Nobody knows: it may have happened, may happen later, or never.</summary>
    public void Unknown(string reason) => End(_invocation with { Type = EventType.Info, Error = reason });

    internal void EndCas(bool succeeded)
    {
        if (succeeded)
            Ok();
        else
            Miss();
    }

    internal void Ending(Action act, Action ended) => Ending(
        () =>
        {
            act();
            return 0;
        },
        _ => ended());

    internal T Ending<T>(Func<T> act, Action<T> ended)
    {
        T answer;
        try
        {
            answer = act();
        }
        catch (Exception thrown)
        {
            Unknown(thrown.Message);
            throw;
        }

        ended(answer);
        return answer;
    }

    private void End(HistoryEvent completion)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            throw new InvalidOperationException($"the {_invocation.F} by process {_invocation.Process} has ended before: a call ends once");
        _recording.Complete(completion, _ended);
    }
}
