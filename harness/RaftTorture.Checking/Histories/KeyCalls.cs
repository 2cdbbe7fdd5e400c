using System.Runtime.InteropServices;

namespace RaftTorture.Checking.Histories;

/// <summary>
/// The calls of a history by the key they touch. No operation touches two keys, so a history is linearizable exactly if it is
/// so key by key (P-compositionality; Herlihy and Wing 1990, Horn and Kroening 2015).
/// </summary>
internal sealed record KeyCalls(string? Key, IReadOnlyList<Call> Calls)
{
    /// <summary>"key k3", or words for a history of one nameless object.</summary>
    public string Name => Key is null ? "the only key" : $"key {Key}";

    /// <returns>Keys in the order in which they were first touched.</returns>
    public static IReadOnlyList<KeyCalls> Of(IReadOnlyList<HistoryEvent> history)
    {
        var keys = new List<KeyCalls>();
        var callsOf = new Dictionary<string, List<Call>>();
        List<Call>? nameless = null;
        foreach (var call in Pairing.Pair(history))
        {
            ref var calls = ref nameless;
            if (call.Key is { } key)
                calls = ref CollectionsMarshal.GetValueRefOrAddDefault(callsOf, key, out _);
            if (calls is null)
                keys.Add(new KeyCalls(call.Key, calls = []));
            calls.Add(call);
        }

        return keys;
    }
}
