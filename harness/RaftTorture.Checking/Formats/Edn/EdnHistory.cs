using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>Makes a history of operations in Jepsen's words: <c>history.edn</c>, and logs, which say the same in fewer.</summary>
internal static class EdnHistory
{
    /// <exception cref="HistoryFormatException">An operation does not follow from those before it, or cannot be judged.</exception>
    public static HistoryFile Of(HistoryFormat format, IReadOnlyList<EdnOperation> operations, bool isTruncated)
    {
        var hasTuples = IndependentKeys.AreUsed(operations);
        var history = new HistoryBuilder();
        foreach (var operation in operations)
            history.Add(EventOf(operation, history.Events.Count, hasTuples), operation.Line);
        return new HistoryFile(format, IsPacked: false, history.Events, isTruncated)
        {
            Lines = history.Lines,
            Assumptions = hasTuples ? ["every value is a pair: taken as [key value] of independent keys"] : [],
        };
    }

    private static HistoryEvent EventOf(EdnOperation operation, int position, bool hasTuples)
    {
        var tuple = hasTuples && !operation.Process.IsNemesis ? IndependentKeys.Split(operation.Value) : null;
        var form = tuple?.Value ?? operation.Value;
        var isReason = operation is { Type: EventType.Fail or EventType.Info, Error: null } && form is EdnForm.Keyword;
        return new HistoryEvent
        {
            Index = operation.Index ?? position,
            TimeNs = operation.TimeNs,
            Process = operation.Process,
            Type = operation.Type,
            F = operation.F,
            Key = operation.Key ?? tuple?.Key,
            Value = isReason ? Value.Absent : ValueOf(operation, form),
            Node = operation.Node,
            Error = isReason ? EdnValues.Name(form) : operation.Error,
            Observed = operation.Observed is { } seen ? EdnValues.Judged(seen, operation.Line) : null,
        };
    }

    /// <summary>Of the nemesis, and of what failed or is unknown, nobody judges the value.</summary>
    private static Value ValueOf(EdnOperation operation, EdnForm form) =>
        operation.Process.IsNemesis || operation.Type is EventType.Fail or EventType.Info
            ? EdnValues.Shown(form)
            : EdnValues.Judged(form, operation.Line);
}
