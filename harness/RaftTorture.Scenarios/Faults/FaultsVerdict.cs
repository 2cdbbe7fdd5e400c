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
            return Unknown($"{unconfirmed.F} ({unconfirmed.Description}) was not seen to take effect: {unconfirmed.Evidence}");
        if (asked.Where(kind => Struck(kind, receipts) == 0).ToArray() is [_, ..] absent)
            return Unknown($"no {string.Join(", no ", absent).ToLowerInvariant()} was applied, though asked for: give it more time, or a shorter interval");
        if (asked.Where(kind => Struck(kind, receipts) != Healed(kind, receipts)).ToArray() is [var open, ..])
            return Unknown($"a {open.ToString().ToLowerInvariant()} was never healed: the run ended before");
        return new Verdict(Name, Validity.Valid, $"{receipts.Count(receipt => !receipt.IsHeal)} faults were seen to take effect, and to be healed");
    }

    private static Verdict Unknown(string why) => new(Name, Validity.Unknown, why);

    private static int Struck(FaultKind kind, IReadOnlyList<Receipt> receipts) => receipts.Count(receipt => receipt.Kind == kind && !receipt.IsHeal);

    private static int Healed(FaultKind kind, IReadOnlyList<Receipt> receipts) => receipts.Count(receipt => receipt.Kind == kind && receipt.IsHeal);

    private static KeyValuePair<string, string> Count(FaultKind kind, IReadOnlyList<Receipt> receipts) =>
        new(kind.ToString().ToLowerInvariant(), Struck(kind, receipts).ToString());
}
