using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>What each object does, in its own words: the next state, or null where the answer is impossible.</summary>
internal static class Specifications
{
    public static Value? Register(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        if (asked.F == "read")
            return answered is null || answered.Value == state ? state : null;
        if (asked.F == "write")
            return asked.Value;
        var (expected, next) = ((Value.Items)asked.Value).Content is [var a, var b] ? (a, b) : throw new ArgumentException("a cas takes two values");
        var matches = expected == state;
        if (answered is not { Type: EventType.Fail })
            return matches ? next : null;
        return !matches && (answered.Observed is null || answered.Observed == state) ? state : null;
    }

    /// <summary>Of a list, or of a set whose elements are kept in order of addition.</summary>
    public static Value? List(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        if (asked.F == "append")
            return Value.Of(((Value.Items)state).Content.Add(asked.Value));
        return answered is null || answered.Value == state ? state : null;
    }

    public static Value? Set(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var elements = ((Value.Items)state).Content;
        if (asked.F == "add")
            return Value.Of(elements.Add(asked.Value));
        return answered is null || Sorted(((Value.Items)answered.Value).Content).SequenceEqual(Sorted(elements)) ? state : null;
    }

    private static IOrderedEnumerable<Value> Sorted(IEnumerable<Value> elements) => elements.OrderBy(element => ((Value.Number)element).Content);
}
