using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults.Triggers;

namespace RaftTorture.Targets.Local.Network;

/// <summary>Messages of the reference protocol that links have handed over, by kind. Safe to count and to read from any thread.</summary>
public sealed class MessageCounters
{
    private readonly long[] _counts = new long[MessageKinds.All.Length + 1];
    private readonly long[] _last = new long[MessageKinds.All.Length + 1];

    /// <summary>The kinds that have passed, by name.</summary>
    public IReadOnlyDictionary<string, MessagesSeen> Seen => MessageKinds.All
        .Select((name, n) => (name, seen: new MessagesSeen(Volatile.Read(ref _counts[n + 1]), Stopwatch.GetElapsedTime(Volatile.Read(ref _last[n + 1])))))
        .Where(kind => kind.seen.Count > 0)
        .ToImmutableDictionary(kind => kind.name, kind => kind.seen);

    /// <param name="kind">Its number on the wire; what is none is not counted.</param>
    internal void Passed(int kind)
    {
        if (kind <= 0 || kind >= _counts.Length)
            return;
        Volatile.Write(ref _last[kind], Stopwatch.GetTimestamp());
        Interlocked.Increment(ref _counts[kind]);
    }
}
