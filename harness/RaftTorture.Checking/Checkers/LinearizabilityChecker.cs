using System.Diagnostics;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Registers;

namespace RaftTorture.Checking.Checkers;

/// <summary>
/// Decides whether registers behaved as if every operation (<c>read</c>, <c>write</c>, <c>cas</c>) took effect at one instant
/// between its invocation and its completion (Herlihy and Wing 1990). Each key is a register of its own.
/// </summary>
/// <remarks>
/// A <c>fail</c> never happened, except a cas-miss: that is a read of what it observed, or of anything but what it
/// expected where it does not say. An <c>info</c> may have happened at any time after its invocation, or not at all.
/// </remarks>
/// <param name="initial">What each key holds before the first write.</param>
public sealed class LinearizabilityChecker(Value initial) : IChecker
{
    /// <summary>Of keys that start absent.</summary>
    public LinearizabilityChecker()
        : this(Value.Absent)
    {
    }

    public string Name => "linearizable";

    /// <exception cref="HistoryFormatException">The history holds operations that no register has.</exception>
    public Verdict Check(IReadOnlyList<HistoryEvent> history, CheckLimits limits)
    {
        var keys = KeyCalls.Of(history);
        RegisterHistory[] registers = [.. keys.Select(key => RegisterHistory.Of(key.Calls, initial))];
        var results = RegisterRaces.Run(registers, limits);
        Verdict[] parts = [.. keys.Select((key, i) => Judge(key, registers[i], results[i], limits)).OfType<Verdict>()];
        return Verdicts.OfKeys(Name, keys, parts, "the operations on every key have an order that explains all answers") with
        {
            Linearizations = [.. keys.SelectMany((key, i) => Proof(key, registers[i], results[i]))],
        };
    }

    /// <returns>Null where there is nothing to say: the key is valid.</returns>
    private Verdict? Judge(KeyCalls key, RegisterHistory register, SearchResult result, CheckLimits limits) => result switch
    {
        SearchResult.Found found => Accept(key, [.. found.Order.Select(i => register.Calls[i])]),
        SearchResult.Impossible impossible => Reject(key, [.. impossible.Contradiction.Select(i => register.Calls[i])], limits),
        SearchResult.Undecided undecided => GiveUp(key, register, undecided, limits),
        _ => throw new UnreachableException(),
    };

    private Verdict? Accept(KeyCalls key, Call[] order) =>
        LinearizationVerifier.FindFlaw(key.Calls, order, initial) is { } flaw
            ? throw new InvalidOperationException($"{key.Name}: the search found an order that is none, which is a bug of this checker: {flaw}")
            : null;

    private static IEnumerable<Linearization> Proof(KeyCalls key, RegisterHistory register, SearchResult result) =>
        result is SearchResult.Found found ? [Linearization.Of(key.Key, [.. found.Order.Select(i => register.Calls[i])])] : [];

    private Verdict Reject(KeyCalls key, Call[] contradiction, CheckLimits limits) =>
        Verdicts.Reject(Name, key, RegisterViolation.Of(key, initial, limits, contradiction));

    private Verdict GiveUp(KeyCalls key, RegisterHistory register, SearchResult.Undecided undecided, CheckLimits limits)
    {
        var reason = undecided.Limit switch
        {
            SearchLimit.Time => "the time limit was reached",
            SearchLimit.Memory => $"the memory limit of {limits.MaxBytes:N0} bytes was reached",
            SearchLimit.Steps => "it is a hard one, and another key is broken",
            _ => throw new UnreachableException(),
        };
        var proven = $"{undecided.ProvenCompletions:N0} of {register.CertainCount:N0} completed operations";
        return new Verdict(Name, Validity.Unknown, $"{key.Name}: not decided, {reason}; linearizable at least up to the end of {proven}") { Key = key.Key };
    }
}
