using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Checkers;

/// <summary>How verdicts on single keys become one on a history.</summary>
internal static class Verdicts
{
    /// <param name="checker">The checker's name.</param>
    /// <param name="keys">All keys of the history.</param>
    /// <param name="parts">Verdicts on those of which there is something to say; the others are valid.</param>
    /// <param name="praise">The summary where all are valid.</param>
    public static Verdict OfKeys(string checker, IReadOnlyList<KeyCalls> keys, IReadOnlyList<Verdict> parts, string praise)
    {
        var joint = parts.Count == 0 ? new Verdict(checker, Validity.Valid, praise) : Verdict.Compose(checker, parts);
        return joint with { Facts = Facts(keys) };
    }

    /// <summary>A core that could not be shrunk is no evidence that anybody can look at.</summary>
    private const int LargestEvidence = 200;

    /// <summary>The verdict on a key that is invalid.</summary>
    public static Verdict Reject(string checker, KeyCalls key, Violation violation) => new(checker, Validity.Invalid, violation.Sentence)
    {
        Key = key.Key,
        Violation = violation,
        Evidence = violation.CoreCount <= LargestEvidence ? violation.Events() : [violation.FirstImpossible],
    };

    private static KeyValuePair<string, string>[] Facts(IReadOnlyList<KeyCalls> keys)
    {
        Call[] calls = [.. keys.SelectMany(key => key.Calls)];
        return
        [
            new("keys", $"{keys.Count}"),
            new("operations", $"{calls.Length}"),
            new("ok", $"{calls.Count(call => call.IsOk || call.IsCasMiss)}"),
            new("unknown", $"{calls.Count(call => call.IsUnknown)}"),
        ];
    }
}
