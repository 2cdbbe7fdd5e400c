using System.Diagnostics;
using RaftTorture.Checking.Checkers.Linearizability;
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

    /// <summary>The verdict on a key that a limit left undecided.</summary>
    /// <param name="completed">So many of its operations ended and are known to have happened.</param>
    public static Verdict GiveUp(string checker, KeyCalls key, SearchResult.Undecided undecided, int completed, CheckLimits limits)
    {
        var reason = undecided.Limit switch
        {
            SearchLimit.Time => "the time limit was reached",
            SearchLimit.Memory => $"the memory limit of {limits.MaxBytes:N0} bytes was reached",
            SearchLimit.Steps => "it is a hard one, and another key is broken",
            _ => throw new UnreachableException(),
        };
        var proven = $"{undecided.ProvenCompletions:N0} of {completed:N0} completed operations";
        return new Verdict(checker, Validity.Unknown, $"{key.Name}: not decided, {reason}; linearizable at least up to the end of {proven}") { Key = key.Key };
    }

    /// <summary>The verdict on a history of which the time did not suffice to sort it by keys.</summary>
    public static Verdict NotRead(string checker, IReadOnlyList<HistoryEvent> history) =>
        new(checker, Validity.Unknown, $"not decided, the time limit was reached while {history.Count:N0} events were read; nothing is proven of them");

    private static KeyValuePair<string, string>[] Facts(IReadOnlyList<KeyCalls> keys) =>
    [
        new("keys", $"{keys.Count}"),
        new("operations", $"{keys.Sum(key => key.Calls.Count)}"),
        new("ok", $"{keys.Sum(key => key.OkCount)}"),
        new("unknown", $"{keys.Sum(key => key.UnknownCount)}"),
    ];
}
