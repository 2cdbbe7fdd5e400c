using System.Runtime.InteropServices;
using RaftTorture.Checking.Engines;

namespace RaftTorture.Checking.Histories;

/// <summary>
/// The calls of a history by the key they touch. No operation touches two keys, so a history is linearizable exactly if it is
/// so key by key (P-compositionality; Herlihy and Wing 1990, Horn and Kroening 2015).
/// </summary>
internal sealed class KeyCalls(string? key)
{
    private readonly List<Call> _calls = [];

    public string? Key => key;

    public IReadOnlyList<Call> Calls => _calls;

    /// <summary>So many were answered as asked, or missed.</summary>
    public int OkCount { get; private set; }

    /// <summary>Of so many nobody knows how they ended.</summary>
    public int UnknownCount { get; private set; }

    /// <summary>"key k3", or words for a history of one nameless object.</summary>
    public string Name => Key is null ? "the only key" : $"key {Key}";

    /// <param name="deadline">Null: it may take as long as it takes.</param>
    /// <returns>Keys in the order in which they were first touched.</returns>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public static IReadOnlyList<KeyCalls> Of(IReadOnlyList<HistoryEvent> history, Deadline? deadline = null)
    {
        var keys = new List<KeyCalls>();
        var known = new Dictionary<string, KeyCalls>();
        KeyCalls? nameless = null;
        foreach (var call in Pair(history, deadline ?? Deadline.None))
        {
            ref var calls = ref nameless;
            if (call.Key is { } key)
                calls = ref CollectionsMarshal.GetValueRefOrAddDefault(known, key, out _);
            if (calls is null)
                keys.Add(calls = new KeyCalls(call.Key));
            calls.Add(call);
        }

        return keys;
    }

    /// <summary>All calls as those of one object, whatever the keys that they name.</summary>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public static KeyCalls OfOneObject(IReadOnlyList<HistoryEvent> history, Deadline deadline)
    {
        var calls = new KeyCalls(key: null);
        foreach (var call in Pair(history, deadline))
            calls.Add(call);
        return calls;
    }

    private static WatchedList<Call> Pair(IReadOnlyList<HistoryEvent> history, Deadline deadline) => deadline.Watch(Pairing.Pair(deadline.Watch(history)));

    private void Add(Call call)
    {
        _calls.Add(call);
        OkCount += call.IsOk || call.IsCasMiss ? 1 : 0;
        UnknownCount += call.IsUnknown ? 1 : 0;
    }
}
