using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// Why a verdict is invalid. One shape for the console, <c>results.json</c> and the report, of any checker.
/// </summary>
/// <param name="Class">What kind of promise was broken.</param>
/// <param name="Sentence">What happened, in one sentence that a person understands without the history at hand.</param>
/// <param name="FirstImpossible">The completion at which no order was left: the history before it is still allowed.</param>
/// <param name="Core">
/// The operations that contradict each other, in order of invocation. No order explains them, whatever the operations left out did:
/// those may have happened at any time or never (see <see cref="CounterExample"/>).
/// </param>
/// <param name="IsMinimal">
/// Whether it is proved that each operation of the core is needed: if it too may have happened at any time or never, there is an order. False
/// where a limit cut the proof short.
/// </param>
public sealed record Violation(
    ViolationClass Class,
    string Sentence,
    HistoryEvent FirstImpossible,
    IReadOnlyList<CoreOperation> Core,
    bool IsMinimal)
{
    /// <summary>
    /// How many operations contradict each other. Where a limit left a core of very many, <see cref="Core"/> holds only the culprit and those that began last.
    /// </summary>
    public int CoreCount { get; init; } = Core.Count;

    /// <summary>Operations that the sentence rests on although the contradiction does not: the write that failed, a second reader.</summary>
    public IReadOnlyList<CoreOperation> Named { get; init; } = [];

    /// <summary>What the core forces the object to have been, and when. Empty where that cannot be said value by value.</summary>
    public IReadOnlyList<ForcedInterval> Forced { get; init; } = [];

    /// <summary>
    /// How far off: the least k for which the answer can be one of the k latest values (k-atomicity; 1 is linearizable). At least 2 for what
    /// was overwritten; null where the answer is no old value, or where this cannot be told.
    /// </summary>
    public int? LeastK { get; init; }

    /// <summary>How long before the invocation the value had been overwritten by an acknowledged write, in milliseconds; or null.</summary>
    public double? StaleMs { get; init; }

    /// <summary>
    /// An order of the operations up to just before <see cref="FirstImpossible"/>: how far one gets. Null where a limit cut the search
    /// for it short; then the first impossible event may be an earlier one too.
    /// </summary>
    public Linearization? LongestPrefix { get; init; }

    /// <summary>The events of the core, in history order.</summary>
    public IReadOnlyList<HistoryEvent> Events() =>
        [.. Core.SelectMany(operation => new[] { operation.Invocation, operation.Completion }).OfType<HistoryEvent>().OrderBy(e => e.Index)];

    /// <summary>Whether it is this operation's end that left no order.</summary>
    public bool IsCulprit(CoreOperation operation) => operation.Completion?.Index == FirstImpossible.Index;
}

/// <summary>One operation of a core.</summary>
/// <param name="Invocation">The event that sent it.</param>
/// <param name="Completion">The event that ended it before the first impossible one, or null: it was still open then.</param>
/// <param name="IsForcing">Whether it pins the state that the culprit contradicts.</param>
public sealed record CoreOperation(HistoryEvent Invocation, HistoryEvent? Completion, bool IsForcing);

/// <summary>A value that must have been there for a while: something returned that put or saw it, something began later that still saw it.</summary>
/// <param name="Value">The value, as text.</param>
/// <param name="From">The completion from which on it was there, or null: from the start.</param>
/// <param name="Until">The invocation until which it was there.</param>
/// <param name="Sentence">The operations that force it, in words.</param>
public sealed record ForcedInterval(string Value, HistoryEvent? From, HistoryEvent Until, string Sentence);
