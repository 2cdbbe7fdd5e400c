using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Digests;

/// <summary>A run as its readers want it: everything that more than one section needs, derived once.</summary>
/// <param name="Record">The run itself.</param>
/// <param name="Spans">Operations of clients in the order of invocation.</param>
/// <param name="Counts">Outcomes by function.</param>
/// <param name="Faults">When which fault was in force.</param>
/// <param name="EndNs">The last moment that anything was recorded, nanoseconds since the start; at least one.</param>
public sealed record RunDigest(
    RunRecord Record,
    IReadOnlyList<OperationSpan> Spans,
    IReadOnlyList<OutcomeCount> Counts,
    IReadOnlyList<FaultPeriod> Faults,
    long EndNs)
{
    public OutcomeCount Total => OutcomeCount.Sum("all", Counts);

    /// <summary>How often the lead passed on: the first leader is no change.</summary>
    public int LeaderChanges => Math.Max(0, Record.Leaders.Length - 1);

    /// <summary>Faults that were applied, heals not counted.</summary>
    public int FaultCount => Record.Receipts.Count(receipt => !receipt.IsHeal);

    public int ConfirmedReceiptCount => Record.Receipts.Count(receipt => receipt.Confirmed);

    public static RunDigest Of(RunRecord record)
    {
        var spans = OperationSpan.Pair(record.History);
        var endNs = LastMomentNs(record);
        return new RunDigest(record, spans, OutcomeCount.ByFunction(spans), FaultPeriod.From(record.Receipts, endNs), endNs);
    }

    private static long LastMomentNs(RunRecord record) => new long[]
    {
        1,
        record.History.Select(happened => happened.TimeNs).LastOrDefault(),
        record.Receipts.Select(receipt => receipt.EndNs).DefaultIfEmpty().Max(),
        record.Leaders.Select(leader => leader.TimeNs).LastOrDefault(),
    }.Max();
}
