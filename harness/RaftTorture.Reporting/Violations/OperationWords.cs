using RaftTorture.Checking.Histories;

namespace RaftTorture.Reporting.Violations;

/// <summary>An operation in a few words: what was asked, and what came of it.</summary>
public static class OperationWords
{
    /// <summary>Values are cut after so many characters: a report shows, the history keeps.</summary>
    public const int MostCharacters = 60;

    public static string Of(HistoryEvent invocation, HistoryEvent? completion) =>
        Asked(invocation) + completion switch
        {
            null => " …",
            { Type: EventType.Info } => " (unknown)",
            { Error: HistoryEvent.CasMiss, Observed: { } seen } => $" missed, saw {seen}",
            { Type: EventType.Fail } => $" failed{(completion.Error is null ? "" : $": {completion.Error}")}",
            _ when completion.Value == invocation.Value => "",
            _ => $" → {completion.Value}",
        };

    /// <summary>What was asked alone.</summary>
    public static string Asked(HistoryEvent invocation) =>
        invocation.F == "read" || invocation.Value == Value.Absent ? invocation.F : $"{invocation.F} {invocation.Value}";
}
