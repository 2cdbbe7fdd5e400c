namespace RaftTorture.Checking.Histories;

/// <summary>Joins invocations with their completions.</summary>
public static class Pairing
{
    /// <returns>The clients' operations in the order of their invocations; what the nemesis did is left out.</returns>
    /// <exception cref="HistoryFormatException">A process overlaps with itself, or completes what it did not invoke.</exception>
    public static IReadOnlyList<Call> Pair(IReadOnlyList<HistoryEvent> events)
    {
        var open = new OpenOperations();
        var completionOf = new int[events.Count];
        Array.Fill(completionOf, Call.Never);
        for (var position = 0; position < events.Count; position++)
        {
            var e = events[position];
            if (e.Process.IsNemesis)
                continue;
            var invokedAt = open.Accept(e, position, e.Index + 1);
            if (invokedAt != position)
                completionOf[invokedAt] = position;
        }

        return [.. Calls(events, completionOf)];
    }

    private static IEnumerable<Call> Calls(IReadOnlyList<HistoryEvent> events, int[] completionOf)
    {
        for (var position = 0; position < events.Count; position++)
        {
            var e = events[position];
            if (e.Type != EventType.Invoke || e.Process.IsNemesis)
                continue;
            var completion = completionOf[position] == Call.Never ? null : events[completionOf[position]];
            var isUnknown = completion is null or { Type: EventType.Info };
            yield return new Call(e, completion, position, isUnknown ? Call.Never : completionOf[position]);
        }
    }
}
