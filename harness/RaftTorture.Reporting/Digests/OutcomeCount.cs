namespace RaftTorture.Reporting.Digests;

/// <summary>How often a function ended each way. Operations that the history leaves open count as info: nobody knows.</summary>
public sealed record OutcomeCount(string F, int Ok, int Fail, int Info)
{
    public int Total => Ok + Fail + Info;

    /// <summary>One count a function, in the alphabet's order.</summary>
    public static IReadOnlyList<OutcomeCount> ByFunction(IEnumerable<OperationSpan> spans) =>
    [
        .. spans.GroupBy(span => span.Invoke.F)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Of(group.Key, group.CountBy(span => span.Outcome).ToDictionary())),
    ];

    public static OutcomeCount Sum(string name, IReadOnlyList<OutcomeCount> counts) =>
        new(name, counts.Sum(count => count.Ok), counts.Sum(count => count.Fail), counts.Sum(count => count.Info));

    private static OutcomeCount Of(string f, Dictionary<Outcome, int> ended) => new(
        f,
        ended.GetValueOrDefault(Outcome.Ok),
        ended.GetValueOrDefault(Outcome.Fail),
        ended.GetValueOrDefault(Outcome.Info) + ended.GetValueOrDefault(Outcome.Open));
}
