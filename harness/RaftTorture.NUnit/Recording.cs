using System.Diagnostics;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>Records calls on an object as they happen, from as many threads as one likes.</summary>
/// <remarks>
/// The order of events is the order in which they were recorded: <see cref="Begin(string, string, object)"/> before the call and one of the ends
/// after it. That makes the recorded interval no shorter than the real one, so that what is found is real. Each open call is a process of its own; who has
/// ended hands his number on, and who ended unknown keeps it for ever. Only a <see cref="Client"/> keeps its number from call to call.
/// </remarks>
public sealed class Recording
{
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<HistoryEvent> _events = [];
    private readonly PriorityQueue<int, int> _idle = new();
    private int _processCount;

    internal Recording()
    {
    }

    /// <summary>All events so far, in order.</summary>
    public IReadOnlyList<HistoryEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>A call begins.</summary>
    /// <param name="f">What is asked, in the words of the model: <c>read</c>, <c>write</c>, <c>cas</c>, <c>add</c>, <c>enqueue</c>.</param>
    /// <param name="key">On which of several objects; null where there is only one.</param>
    /// <param name="argument">What is asked with: see <see cref="ValueOf.Any"/>.</param>
    public RecordedCall Begin(string f, string? key = null, object? argument = null)
    {
        lock (_gate)
        {
            var process = _idle.TryDequeue(out var idle, out _) ? new ProcessId(idle) : NewProcess();
            return Begin(process, f, key, argument, HandOn);
        }
    }

    /// <summary>Somebody who makes one call after the other, for objects that look at who asks.</summary>
    public RecordedClient Client() => new(this);

    /// <summary>Records a read around the call that does it. If it throws, its outcome is unknown.</summary>
    public T Read<T>(string? key, Func<T> read)
    {
        var call = Begin("read", key);
        return call.Ending(read, seen => call.Ok(seen));
    }

    /// <summary>Records a write around the call that does it. If it throws, its outcome is unknown.</summary>
    public void Write(string? key, object? value, Action write)
    {
        var call = Begin("write", key, value);
        call.Ending(write, call.Ok);
    }

    /// <summary>Records a compare-and-set around the call that does it, which says whether it did. If it throws, its outcome is unknown.</summary>
    public bool Cas(string? key, object? expected, object? next, Func<bool> cas)
    {
        var call = Begin("cas", key, new[] { expected, next });
        return call.Ending(cas, call.EndCas);
    }

    internal ProcessId NewProcess()
    {
        lock (_gate)
            return new ProcessId(_processCount++);
    }

    /// <param name="ended">Told of the completion when it was recorded.</param>
    internal RecordedCall Begin(ProcessId process, string f, string? key, object? argument, Action<HistoryEvent> ended)
    {
        lock (_gate)
        {
            var invocation = new HistoryEvent
            {
                Index = _events.Count,
                TimeNs = NowNs,
                Process = process,
                Type = EventType.Invoke,
                F = f,
                Key = key,
                Value = ValueOf.Any(argument),
            };
            _events.Add(invocation);
            return new RecordedCall(this, invocation, ended);
        }
    }

    internal void Complete(HistoryEvent completion, Action<HistoryEvent> ended)
    {
        lock (_gate)
        {
            _events.Add(completion with { Index = _events.Count, TimeNs = NowNs });
            ended(completion);
        }
    }

    private void HandOn(HistoryEvent completion)
    {
        if (completion.Type != EventType.Info)
            _idle.Enqueue(completion.Process.Number, completion.Process.Number);
    }

    private long NowNs => (long)(Stopwatch.GetElapsedTime(_start).Ticks * (double)TimeSpan.NanosecondsPerTick);
}
