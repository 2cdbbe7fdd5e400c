using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Whether the faults that a plan asked for took effect. A run that broke nothing proves nothing: it is unknown, never valid.</summary>
public static class FaultsVerdict
{
    public const string Name = "faults";

    /// <param name="asked">The families that the plan names.</param>
    /// <param name="receipts">What the probes saw, in order.</param>
    public static Verdict Of(ImmutableArray<FaultKind> asked, IReadOnlyList<Receipt> receipts)
    {
        var verdict = asked.IsEmpty ? new Verdict(Name, Validity.Valid, "no faults were asked for") : Judge(asked, receipts);
        return verdict with { Facts = [.. asked.Select(kind => Count(kind, receipts))] };
    }

    private static Verdict Judge(ImmutableArray<FaultKind> asked, IReadOnlyList<Receipt> receipts)
    {
        var unconfirmed = receipts.FirstOrDefault(receipt => !receipt.Confirmed);
        if (unconfirmed is not null)
            return new Verdict(Name, Validity.Unknown, $"{unconfirmed.F} ({unconfirmed.Description}) was not seen to take effect: {unconfirmed.Evidence}");
        var faults = receipts.Count(receipt => !receipt.IsHeal);
        return faults == 0
            ? new Verdict(Name, Validity.Unknown, $"no fault was applied, though {string.Join(", ", asked).ToLowerInvariant()} was asked for")
            : new Verdict(Name, Validity.Valid, $"{faults} faults were seen to take effect, and to be healed");
    }

    private static KeyValuePair<string, string> Count(FaultKind kind, IReadOnlyList<Receipt> receipts) =>
        new(kind.ToString().ToLowerInvariant(), receipts.Count(receipt => receipt.Kind == kind && !receipt.IsHeal).ToString());
}
