using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Whether the faults that a plan asked for took effect. A run that broke nothing proves nothing: it is unknown, never valid.</summary>
/// <remarks>
/// What is done to a cluster must be seen each time, or the harness does not do what it says. What is asked of a cluster may be refused, as
/// by one that has no leader just then: of such a family one effect is demanded, and that the cluster is whole again at the end.
/// </remarks>
public static class FaultsVerdict
{
    public const string Name = "faults";

    /// <param name="asked">The families that the plan names.</param>
    /// <param name="receipts">What the probes saw, in order.</param>
    /// <param name="ends">What the plan wants to be seen besides: recipes at their ends, and triggers.</param>
    public static Verdict Of(ImmutableArray<FaultKind> asked, IReadOnlyList<Receipt> receipts, params ImmutableArray<FaultEnd> ends)
    {
        var verdict = asked.IsEmpty ? new Verdict(Name, Validity.Valid, "no faults were asked for") : Judge(asked, receipts, ends);
        return verdict with { Facts = [.. asked.Select(kind => new KeyValuePair<string, string>(kind.Word(), $"{Struck(kind, receipts).Count()}"))] };
    }

    private static Verdict Judge(ImmutableArray<FaultKind> asked, IReadOnlyList<Receipt> receipts, ImmutableArray<FaultEnd> ends)
    {
        var unseen = receipts.FirstOrDefault(receipt => !receipt.Confirmed && !MayBeRefused(receipt));
        if (unseen is not null)
            return Unknown($"{unseen.F} ({unseen.Description}) was not seen to take effect: {unseen.Evidence}");
        if (ends.FirstOrDefault(end => !receipts.Any(end.IsSeenIn)) is { } missing)
            return Unknown(missing.WhyUnseen);
        if (asked.Where(kind => !receipts.Any(receipt => receipt.Kind == kind)).Select(kind => kind.Word()).ToArray() is [_, ..] absent)
            return Unknown($"no {string.Join(", no ", absent)} was applied, though asked for: give it more time, or a shorter interval");
        if (asked.Select(kind => WhyRefused(kind, receipts) ?? WhyOpen(kind, receipts)).OfType<string>().FirstOrDefault() is { } problem)
            return Unknown(problem);
        return new Verdict(Name, Validity.Valid, Praise(receipts));
    }

    private static Verdict Unknown(string why) => new(Name, Validity.Unknown, why);

    private static string? WhyRefused(FaultKind kind, IReadOnlyList<Receipt> receipts)
    {
        var struck = Struck(kind, receipts).ToList();
        return struck.Any(receipt => receipt.Confirmed)
            ? null
            : $"no {kind.Word()} was seen to take effect in {struck.Count} attempts; the last: {struck.LastOrDefault()?.Evidence}";
    }

    private static string? WhyOpen(FaultKind kind, IReadOnlyList<Receipt> receipts)
    {
        if (kind.IsMomentary() || receipts.Index().All(each => each.Item.Kind != kind || each.Item.IsHeal || IsHealed(each.Item, receipts.Skip(each.Index))))
            return null;
        return receipts.LastOrDefault(receipt => receipt.Kind == kind && receipt.IsHeal) is { Confirmed: false } failed
            ? $"a {kind.Word()} was not seen to heal: {failed.Evidence}"
            : $"a {kind.Word()} was never healed: the run ended before";
    }

    /// <summary>One heal may end several faults, as one of all links does; and one of some nodes none of others.</summary>
    private static bool IsHealed(Receipt struck, IEnumerable<Receipt> later) => later.Any(receipt =>
        receipt is { IsHeal: true, Confirmed: true } && receipt.Kind == struck.Kind && (struck.HealedBy ?? receipt.Description) == receipt.Description);

    private static string Praise(IReadOnlyList<Receipt> receipts)
    {
        var seen = receipts.Count(receipt => receipt is { IsHeal: false, Confirmed: true });
        var refused = receipts.Count(receipt => !receipt.Confirmed);
        return $"{seen} faults were seen to take effect, and to be healed" + (refused > 0 ? $"; {refused} requests were not granted" : "");
    }

    private static IEnumerable<Receipt> Struck(FaultKind kind, IReadOnlyList<Receipt> receipts) =>
        receipts.Where(receipt => receipt.Kind == kind && !receipt.IsHeal);

    /// <summary>A heal that the cluster must grant is demanded at the end, not at the first attempt.</summary>
    private static bool MayBeRefused(Receipt receipt) => receipt.Kind.IsAsked() || (receipt.IsHeal && receipt.Kind.NeedsLeaderToHeal());
}
