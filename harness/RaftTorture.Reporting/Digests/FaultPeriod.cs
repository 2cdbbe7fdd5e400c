using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Reporting.Digests;

/// <summary>A stretch of time in which a fault was in force, from its application to the end of its heal, nanoseconds since the start.</summary>
public sealed record FaultPeriod(FaultKind Kind, string Description, long StartNs, long EndNs)
{
    /// <summary>Matches faults with their heals, in order of time; what was never healed lasts until <paramref name="endNs"/>.</summary>
    /// <remarks>
    /// A heal ends the fault that it names (<c>kill n3</c> and <c>start n3</c>), or all of its family where it names none of them
    /// (<c>stop-partition</c>, or the final start of every node). One that was not seen to take effect ends nothing. A momentary fault lasts as
    /// long as it took.
    /// </remarks>
    public static IReadOnlyList<FaultPeriod> From(IEnumerable<Receipt> receipts, long endNs)
    {
        var ended = new List<FaultPeriod>();
        var inForce = new List<FaultPeriod>();
        foreach (var receipt in receipts)
        {
            if (receipt.Kind.IsMomentary())
                ended.Add(Period(receipt, receipt.EndNs));
            else if (!receipt.IsHeal)
                inForce.Add(Period(receipt, endNs));
            else if (receipt.Confirmed)
                End(receipt, inForce, ended);
        }

        return [.. ended.Concat(inForce).OrderBy(period => period.StartNs)];
    }

    private static FaultPeriod Period(Receipt fault, long endNs) => new(fault.Kind, fault.Description, fault.StartNs, endNs);

    private static void End(Receipt heal, List<FaultPeriod> inForce, List<FaultPeriod> ended)
    {
        var family = inForce.Where(period => period.Kind == heal.Kind).ToList();
        var named = family.Where(period => period.Description == heal.Description).ToList();
        foreach (var period in named.Count > 0 ? named : family)
        {
            inForce.Remove(period);
            ended.Add(period with { EndNs = heal.EndNs });
        }
    }
}
