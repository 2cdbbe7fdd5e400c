using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Banks;

/// <summary>What can be wrong with a bank: money comes or goes.</summary>
internal static class BankReasons
{
    /// <param name="totalOf">The sum of the balances in an answer, or null where it is none.</param>
    /// <param name="total">What there is in all.</param>
    public static Reason? Find(ModelEvidence evidence, Func<Value, Int128?> totalOf, Int128 total) =>
        evidence.Culprit is { F: "read", IsOk: true } read && totalOf(read.Result) is { } seen && seen != total
            ? new Reason(ViolationClass.TotalChanged, $"process {read.Process} read balances of {seen} in all, but there are {total}")
            : null;
}
