using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Locks;

/// <summary>What can be wrong with locks: somebody else holds it too, somebody releases what they do not hold, a token that does not grow.</summary>
internal static class LockReasons
{
    private const string AcquireF = "acquire";
    private const string ReleaseF = "release";

    /// <param name="lastToken">The last token at first; null for a lock without tokens.</param>
    public static Reason? Find(ModelEvidence evidence, long? lastToken) =>
        HeldTwice(evidence) ?? NotHeld(evidence) ?? (lastToken is { } last ? StaleToken(evidence, last) : null);

    private static Reason? HeldTwice(ModelEvidence evidence)
    {
        Tenure[] tenures = [.. evidence.Core.Where(call => call is { F: AcquireF, IsOk: true }).Select(call => TenureOf(call, evidence)).OfType<Tenure>()];
        var ordered = tenures.Where(tenure => tenure.From < tenure.Until).OrderBy(tenure => tenure.From).ToArray();
        foreach (var (first, second) in ordered.Zip(ordered.Skip(1)))
        {
            if (second.From >= first.Until)
                continue;
            var (holder, other) = (first.Acquire.Process, second.Acquire.Process);
            return new Reason(
                ViolationClass.DoubleAcquire,
                $"process {other} acquired the lock, but {(holder == other ? "it" : $"process {holder}")} held it{Since(first, second)}");
        }

        return null;
    }

    private static string Since(Tenure first, Tenure second)
    {
        var earlier = Milliseconds.Figures(Milliseconds.Between(first.Acquire.Completion!, second.Acquire.Completion!));
        return $": it had acquired it {earlier} earlier and {(first.Release is null ? "not released it" : "released it later")}";
    }

    /// <returns>Null where the holder may have released it at any time, as somebody forgets.</returns>
    private static Tenure? TenureOf(Call acquire, ModelEvidence evidence)
    {
        Call[] releases = [.. evidence.Known.Where(call => call.F == ReleaseF && call.Process == acquire.Process)];
        return releases.All(evidence.IsTold)
            ? new Tenure(acquire, releases.Where(call => call.CompletedAt > acquire.CompletedAt).MinBy(call => call.InvokedAt))
            : null;
    }

    private static Reason? NotHeld(ModelEvidence evidence)
    {
        var culprit = evidence.Culprit;
        if (culprit.F != ReleaseF)
            return null;
        var releases = evidence.Core.Count(call => call is { F: ReleaseF, IsOk: true } && call.Process == culprit.Process);
        var acquires = evidence.Known.Count(call => call.F == AcquireF && call.Process == culprit.Process);
        if (releases <= acquires)
            return null;
        var why = acquires switch
        {
            0 => "it had never acquired it",
            1 => "it had released it before, and acquired it only once",
            _ => $"it had released it before, and acquired it only {acquires} times",
        };
        return new Reason(ViolationClass.UnheldRelease, $"process {culprit.Process} released the lock, but {why}");
    }

    private static Reason? StaleToken(ModelEvidence evidence, long lastToken)
    {
        Call[] acquires = [.. evidence.Core.Where(call => call is { F: AcquireF, IsOk: true, Result: Value.Number })];
        foreach (var later in acquires)
        {
            var said = $"process {later.Process} was handed the token {later.Result}";
            if (Token(later) <= lastToken)
                return new Reason(ViolationClass.StaleToken, $"{said}, but the last one had been {lastToken}");
            if (acquires.FirstOrDefault(earlier => earlier.CompletedAt < later.InvokedAt && Token(earlier) >= Token(later)) is { } earlier)
                return new Reason(ViolationClass.StaleToken, $"{said}, but process {earlier.Process} had been handed {earlier.Result} before");
            if (acquires.FirstOrDefault(other => other.InvokedAt < later.InvokedAt && Token(other) == Token(later)) is { } twin)
                return new Reason(ViolationClass.StaleToken, $"{said}, but so was process {twin.Process}");
        }

        return null;
    }

    private static long Token(Call acquire) => ((Value.Number)acquire.Result).Content;

    /// <summary>From the end of an acquire to the invocation of the next release by its process it is certainly held.</summary>
    private sealed record Tenure(Call Acquire, Call? Release)
    {
        public int From => Acquire.CompletedAt;

        public int Until => Release?.InvokedAt ?? Call.Never;
    }
}
