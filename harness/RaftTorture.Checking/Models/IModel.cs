using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Models;

/// <summary>
/// What an object does when one operation after the other is performed on it: the meaning against which a history is judged. To add one, write a
/// readonly struct with <see cref="Name"/>, <see cref="Initial"/> and <see cref="Step"/>, and a line in <see cref="ModelCatalog"/>.
/// </summary>
/// <typeparam name="TState">An immutable state. States that are equal must behave alike.</typeparam>
public interface IModel<TState>
    where TState : notnull, IEquatable<TState>
{
    /// <summary>What a verdict calls it, e.g. <c>queue</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Whether each key is an object of its own, so that keys can be judged one by one; false where an operation may touch several.</summary>
    static virtual bool IsPerKey => true;

    /// <summary>Whether <see cref="Step"/> looks at <see cref="Call.Process"/>. If not, equal operations of all processes are stepped once.</summary>
    static virtual bool LooksAtProcess => false;

    /// <param name="given">What the user says the object holds before the first operation; null where nothing was said.</param>
    /// <exception cref="ArgumentException">Nothing that this object can hold.</exception>
    static abstract TState Initial(Value? given);

    /// <summary>
    /// Performs an operation. It looks at nothing of the call but what was asked, by whom, and the answer; of an unknown one
    /// (<see cref="Call.IsUnknown"/>) there is no answer, and it may have been any.
    /// </summary>
    /// <param name="next">The state after it.</param>
    /// <returns>Whether this answer is possible in this state.</returns>
    /// <exception cref="HistoryFormatException">The object has no such operation, or none with such arguments, whatever the state.</exception>
    static abstract bool Step(TState state, Call call, out TState next);

    /// <summary>Whether the call never changes any state. Such a call is never branched on; the search refuses a model that claims it wrongly.</summary>
    static virtual bool IsReadOnly(Call call) => false;

    /// <summary>
    /// Tells which states can still make a difference, given all calls that there are. States of which it says no must be indistinguishable for
    /// these calls, in whatever order they come: the search takes them for one. Null where nothing is known.
    /// </summary>
    static virtual Predicate<TState>? CanBeSeen(IReadOnlyList<Call> calls) => null;

    /// <summary>About how many bytes a state holds, for the memory limit.</summary>
    static virtual long SizeOf(TState state) => 64;

    /// <summary>Decides a history of this very object in polynomial time, or is null: then all orders are searched.</summary>
    internal static virtual SearchResult? Decide(ModelHistory history, TState initial, SearchBudget budget) => null;

    /// <summary>What of forgotten calls matters to this very object; all, where nothing is known.</summary>
    internal static virtual IMemory MemoryOf(IReadOnlyList<Call> known, TState initial) => new FullMemory(known);

    /// <summary>A single reason that suffices for a violation and holds of its core, or null.</summary>
    internal static virtual Reason? FindReason(ModelEvidence evidence, TState initial) => null;
}
