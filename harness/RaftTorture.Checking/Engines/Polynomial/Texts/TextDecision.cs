using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Engines.Registers.UniqueValues;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Polynomial.Texts;

/// <summary>
/// Decides a text that is put, appended to and got in O(n log n) and the length of the answers, where the words can be told apart in it and none is written
/// twice: it is then a register of unique values, in which a put is a write, and an append a cas from the text that it found.
/// </summary>
/// <remarks>
/// An answer names the words, and so what each append in it found and left. An append that is in no answer left a text that nobody saw, nor any that grew
/// out of it: to the others that is a write of some value of its own. No state comes twice, for each ends with a word that was written once.
/// </remarks>
internal static class TextDecision
{
    private const int BytesPerOperation = 200;

    /// <param name="initial">What a get answers before anything was put.</param>
    /// <returns>Null where this way cannot tell.</returns>
    public static SearchResult? Run(ModelHistory history, Value initial, SearchBudget budget)
    {
        if (initial is not (Value.Nil or Value.Text { Content: "" }))
            return null;
        if (!budget.TryTake((long)BytesPerOperation * history.Calls.Length))
            return new SearchResult.Undecided(budget.Reached!.Value);
        if (TextStates.Of(history, budget.Deadline) is not { } states)
            return null;
        var reads = new RegisterOperation[history.Calls.Length];
        for (var i = 0; i < history.CertainCount; i++)
        {
            budget.Deadline.Tick();
            if (!history.IsReadOnly[i])
                continue;
            if (StateOf(states, history.Calls[i].Result, initial) is not { } seen)
                return new SearchResult.Impossible();
            reads[i] = RegisterOperation.Read(seen);
        }

        return Decide(history, i => history.IsReadOnly[i] ? reads[i] : states.EffectOf(i), states, budget);
    }

    private static int? StateOf(TextStates states, Value answer, Value initial) => answer switch
    {
        _ when answer == initial => RegisterHistory.InitialState,
        Value.Text { Content.Length: > 0 } text => states.See(text.Content),
        _ => null,
    };

    /// <summary>The certain operations, then the unknown ones, which stand in that order already.</summary>
    private static int[] InOrderOfInvocation(ModelHistory history, Deadline deadline)
    {
        int[] certain = [.. Enumerable.Range(0, history.CertainCount)];
        RadixSort.Sort(certain, i => history.Calls[i].InvokedAt, deadline);
        return [.. certain, .. Enumerable.Range(certain.Length, history.Calls.Length - certain.Length)];
    }

    private static SearchResult? Decide(ModelHistory history, Func<int, RegisterOperation> operationOf, TextStates states, SearchBudget budget)
    {
        var inOrder = InOrderOfInvocation(history, budget.Deadline);
        RegisterOperation[] operations = [.. budget.Deadline.Watch(inOrder).Select(operationOf)];
        var register = new RegisterHistory(operations, [.. inOrder.Select(i => history.Calls[i])], history.CertainCount, states.Count);
        return UniqueValueRegister.Run(register.Columns(budget.Deadline), budget) switch
        {
            SearchResult.Found found => new SearchResult.Found([.. found.Order.Select(i => inOrder[i])]),
            SearchResult.Impossible impossible => new SearchResult.Impossible { Contradiction = [.. impossible.Contradiction.Select(i => inOrder[i])] },
            var other => other,
        };
    }
}
