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
    public static IReadOnlyList<KeyCalls> Of(IReadOnlyList<HistoryEvent> history) =>
        [.. Pairing.Pair(history).GroupBy(call => call.Key).Select(calls => new KeyCalls(calls.Key, [.. calls]))];
}
