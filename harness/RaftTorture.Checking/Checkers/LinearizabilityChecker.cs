using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
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
        var deadline = new Deadline(limits.IsExpired);
        try
        {
            var keys = KeyCalls.Of(history, deadline);
            RegisterHistory[] registers = [.. keys.Select(key => RegisterHistory.Of(deadline.Watch(key.Calls), initial))];
            return Judge(keys, registers, limits, deadline);
        }
        catch (DeadlineException)
        {
            return Verdicts.NotRead(Name, history);
        }
    }

    private Verdict Judge(IReadOnlyList<KeyCalls> keys, RegisterHistory[] registers, CheckLimits limits, Deadline deadline)
    {
        var results = RegisterRaces.Run(registers, limits);
        var proofs = new List<Linearization>();
        var parts = new List<Verdict>();
        for (var i = 0; i < results.Length; i++)
        {
            var (key, register) = (keys[i], registers[i]);
            var result = Confirm(key, register, results[i], deadline, proofs);
            if (result is SearchResult.Impossible impossible)
                parts.Add(Reject(key, [.. impossible.Contradiction.Select(operation => register.Calls[operation])], limits));
            else if (result is SearchResult.Undecided undecided)
                parts.Add(Verdicts.GiveUp(Name, key, undecided, register.CertainCount, limits));
        }

        return Verdicts.OfKeys(Name, keys, parts, "the operations on every key have an order that explains all answers") with { Linearizations = proofs };
    }

    private Verdict Reject(KeyCalls key, Call[] contradiction, CheckLimits limits) =>
        Verdicts.Reject(Name, key, RegisterViolation.Of(key, initial, limits, contradiction));

    /// <summary>An order that was found is believed when it was replayed. Without the time for that nothing is known.</summary>
    private SearchResult Confirm(KeyCalls key, RegisterHistory register, SearchResult result, Deadline deadline, List<Linearization> proofs)
    {
        if (result is not SearchResult.Found found)
            return result;
        try
        {
            Call[] order = [.. deadline.Watch(found.Order).Select(i => register.Calls[i])];
            if (LinearizationVerifier.FindFlaw(deadline.Watch(key.Calls), deadline.Watch(order), initial) is { } flaw)
                throw new InvalidOperationException($"{key.Name}: the search found an order that is none, which is a bug of this checker: {flaw}");
            proofs.Add(Linearization.Of(key.Key, deadline.Watch(order)));
            return found;
        }
        catch (DeadlineException)
        {
            return new SearchResult.Undecided(SearchLimit.Time);
        }
    }
}
