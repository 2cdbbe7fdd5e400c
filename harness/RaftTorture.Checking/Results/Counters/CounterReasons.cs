using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Counters;

/// <summary>What can be wrong with a counter: a number that the additions do not allow, or one that goes back.</summary>
internal static class CounterReasons
{
    /// <param name="amountOf">What a call adds; 0 where it only reads.</param>
    /// <param name="initial">Where it starts.</param>
    public static Reason? Find(ModelEvidence evidence, Func<Call, long> amountOf, long initial)
    {
        var additions = evidence.Known.Select(call => (Call: call, Amount: amountOf(call))).Where(addition => addition.Amount != 0).ToArray();
        return MayWrapAround(additions, initial) ? null : OutOfBounds(evidence, additions, initial) ?? WentBack(evidence, additions) ?? NoSum(evidence);
    }

    /// <summary>Then less may be more.</summary>
    private static bool MayWrapAround((Call Call, long Amount)[] additions, long initial)
    {
        var (least, most) = ((Int128)initial, (Int128)initial);
        foreach (var (_, amount) in additions)
            (least, most) = (least + Math.Min(0, amount), most + Math.Max(0, amount));
        return least < long.MinValue || most > long.MaxValue;
    }

    private static Reason? OutOfBounds(ModelEvidence evidence, (Call Call, long Amount)[] additions, long initial)
    {
        var read = evidence.Culprit;
        if (read is not { IsOk: true, F: "read", Result: Value.Number { Content: var seen } })
            return null;
        var (least, most) = ((Int128)initial, (Int128)initial);
        foreach (var (call, amount) in additions)
        {
            var isIn = evidence.IsTold(call) && call.CompletedAt < read.InvokedAt;
            least += isIn ? amount : Math.Min(0, amount);
            most += isIn ? amount : Math.Max(0, amount);
        }

        if (seen >= least && seen <= most)
            return null;
        var bound = seen < least ? $"all that had been added before comes to {least} or more" : $"all that may have been added comes to {most} or less";
        return new Reason(ViolationClass.ImpossibleSum, $"process {read.Process} read {seen}, but {bound}");
    }

    private static Reason? WentBack(ModelEvidence evidence, (Call Call, long Amount)[] additions)
    {
        if (additions.Any(addition => addition.Amount < 0) || evidence.Culprit is not { F: "read", Result: Value.Number { Content: var seen } } later)
            return null;
        var earlier = evidence.Core.FirstOrDefault(call =>
            call is { F: "read", IsOk: true, Result: Value.Number { Content: var before } } && call.CompletedAt < later.InvokedAt && before > seen);
        return earlier is null
            ? null
            : new Reason(
                ViolationClass.Inversion,
                $"process {later.Process} read {seen}, but process {earlier.Process} had read {earlier.Result} before, and nothing is taken away");
    }

    /// <summary>Where a read contradicts the additions alone, whenever they were made and whichever, no choice of them comes to what it saw.</summary>
    private static Reason? NoSum(ModelEvidence evidence) => evidence is { IsAlone: true, Culprit: { F: "read", Result: Value.Number } read }
        ? new Reason(ViolationClass.ImpossibleSum, $"process {read.Process} read {read.Result}, to which no choice of the additions comes")
        : null;
}
