using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>
/// The culprit saw a value that had passed: everything that can have written it took effect before another operation, which wrote or saw
/// something else and had returned when the culprit began.
/// </summary>
/// <param name="Evidence">The violation.</param>
/// <param name="Value">What the culprit saw.</param>
/// <param name="Between">The operation that shows that it had passed.</param>
/// <param name="LatestEffect">By then the value was there for the last time, as a position in the history.</param>
internal sealed record PassedValue(RegisterEvidence Evidence, Value Value, Call Between, int LatestEffect)
{
    /// <summary>So many cas in a row are followed; in a minimal core there are never more.</summary>
    private const int LongestChain = 1_000;

    private Call Culprit => Evidence.Culprit;

    /// <summary>What was there instead.</summary>
    public Value Other => ThereAfter(Between)!;

    /// <summary>Whether the other value was written, and acknowledged, and not only seen.</summary>
    public bool IsAcknowledged => Between.IsOk && Between.Written() is not null;

    public static PassedValue? Find(RegisterEvidence evidence)
    {
        if (evidence.Culprit.Seen() is not { } value)
            return null;
        var latestEffect = LatestEffectOf(value, evidence);
        var between = evidence.Core
            .Where(call => call.CompletedAt < evidence.Culprit.InvokedAt && ThereAfter(call) is { } other && other != value)
            .Where(call => call.InvokedAt > latestEffect || ComesAfter(call, value, evidence))
            .OrderBy(call => call.IsOk && call.Written() is not null ? 0 : 1)
            .FirstOrDefault();
        return between is null ? null : new PassedValue(evidence, value, between, latestEffect);
    }

    /// <summary>Acknowledged writes of something else that lie wholly between.</summary>
    public IEnumerable<Call> Overwriters() => Evidence.Calls.Where(call =>
        call.IsOk
        && call.Written() is { } other
        && other != Value
        && call.CompletedAt < Culprit.InvokedAt
        && (call.InvokedAt > LatestEffect || call.InvokedAt == Between.InvokedAt));

    /// <summary>
    /// The position by which the value was written for the last time: a write has taken effect when it returns, and already
    /// when somebody has seen what nobody else wrote.
    /// </summary>
    private static int LatestEffectOf(Value value, RegisterEvidence evidence)
    {
        var culprit = evidence.Culprit;
        int[] ends = [.. evidence.PossibleWriters(value)
            .Where(call => call.InvokedAt < culprit.CompletedAt && call.InvokedAt != culprit.InvokedAt)
            .Select(call => call.CompletedAt)];
        if (ends is not [var end] || value == evidence.Initial)
            return ends.Append(-1).Max();
        return evidence.Lookers(value).Where(call => call.InvokedAt != culprit.InvokedAt).Select(call => call.CompletedAt).Append(end).Min();
    }

    /// <summary>
    /// Whether what was there after a call came about by cas from a value that was there once, so that it came later than that value.
    /// </summary>
    private static bool ComesAfter(Call call, Value value, RegisterEvidence evidence)
    {
        if (!evidence.WasThereOnce(value))
            return false;
        var seen = call.Seen();
        for (var steps = 0; seen is not null && steps < LongestChain; steps++)
        {
            if (seen == value)
                return true;
            seen = evidence.OnlyWriter(seen)?.Expected();
        }

        return false;
    }

    /// <summary>What was certainly there when a call took effect: what it wrote, or else what it saw.</summary>
    private static Value? ThereAfter(Call call) => (call.IsOk ? call.Written() : null) ?? call.Seen();
}
