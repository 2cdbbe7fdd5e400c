using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>A history as somebody remembers it who was told of some operations only: the others may have happened at any time, or never.</summary>
internal static class Recollection
{
    private const int FirstForgotten = 1_000_000;

    /// <param name="history">The whole.</param>
    /// <param name="upTo">The last event that is known; what had not ended by then is open.</param>
    /// <param name="told">The invocations, by index, of the operations that are remembered.</param>
    public static List<HistoryEvent> Of(IReadOnlyList<HistoryEvent> history, long upTo, IReadOnlyList<long> told)
    {
        HistoryEvent[] known = [.. history.Where(e => e.Index <= upTo)];
        HistoryEvent[] invocations = [.. known.Where(e => e.Type == EventType.Invoke && !IsNothing(End(e, history), upTo))];
        var forgotten = invocations.Where(e => !told.Contains(e.Index) && End(e, known) is not { Error: HistoryEvent.CasMiss });
        var remembered = invocations.Where(e => told.Contains(e.Index)).SelectMany(e => new[] { e, End(e, known) }).OfType<HistoryEvent>();
        return [.. forgotten.Select(Renumbered).Concat(remembered.OrderBy(e => e.Index)).Select((e, i) => e with { Index = i })];
    }

    /// <summary>Where a forgotten operation stands in the whole history; null for one that is remembered.</summary>
    public static int? IndexOf(HistoryEvent invocation) => invocation.Process.Number >= FirstForgotten ? invocation.Process.Number - FirstForgotten : null;

    /// <summary>As a process of its own, which nobody heard of again.</summary>
    private static HistoryEvent Renumbered(HistoryEvent invocation) => invocation with { Process = new ProcessId(FirstForgotten + (int)invocation.Index) };

    /// <summary>What will have failed never happened, and a miss is nothing before it is known.</summary>
    private static bool IsNothing(HistoryEvent? end, long upTo) =>
        end is { Type: EventType.Fail } && (end.Error != HistoryEvent.CasMiss || end.Index > upTo);

    /// <summary>The event that ended an operation, or null.</summary>
    public static HistoryEvent? End(HistoryEvent invocation, IReadOnlyList<HistoryEvent> events) =>
        events.FirstOrDefault(e => e.Index > invocation.Index && e.Process == invocation.Process) is { Type: not EventType.Invoke } end ? end : null;
}
