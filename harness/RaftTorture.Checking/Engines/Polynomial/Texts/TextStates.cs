using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Polynomial.Texts;

/// <summary>
/// What each put and append found and left, as far as the answers tell: whoever was answered a text saw the put that it begins with, and the appends that
/// follow, each of which found what stands before it.
/// </summary>
internal sealed class TextStates
{
    private const int NotSeen = -1;

    private readonly ModelHistory _history;
    private readonly TokenCode _code;

    /// <summary>The operation that wrote each word of the code.</summary>
    private readonly int[] _writers;
    private readonly int[] _found;
    private readonly int[] _left;

    // Looked up, never enumerated. Many are answered the same.
    private readonly Dictionary<string, int> _answers = [];

    private readonly Deadline _deadline;

    private TextStates(ModelHistory history, TokenCode code, int[] writers, Deadline deadline)
    {
        (_history, _code, _writers, _deadline) = (history, code, writers, deadline);
        (_found, _left) = (new int[history.Calls.Length], new int[history.Calls.Length]);
        Array.Fill(_found, NotSeen);
        Array.Fill(_left, NotSeen);
    }

    /// <summary>States are numbered from the initial one, 0.</summary>
    public int Count { get; private set; } = 1;

    /// <returns>Null where answers do not tell: other things than texts are written, or some word is empty, or begins with another one, or is one.</returns>
    public static TextStates? Of(ModelHistory history, Deadline deadline)
    {
        int[] writers = [.. Enumerable.Range(0, history.Calls.Length).Where(i => !history.IsReadOnly[i])];
        if (deadline.Watch(writers).Any(i => history.Calls[i] is not { F: "put" or "append", Argument: Value.Text }))
            return null;
        var code = TokenCode.Of([.. writers.Select(i => ((Value.Text)history.Calls[i].Argument).Content)], deadline);
        return code is null ? null : new TextStates(history, code, writers, deadline);
    }

    /// <summary>Takes in an answer.</summary>
    /// <returns>The state that was seen; null where no order of the operations leads to it, whatever else happened.</returns>
    public int? See(string text)
    {
        if (_answers.TryGetValue(text, out var known))
            return known;
        var state = RegisterHistory.InitialState;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            _deadline.Tick();
            var isFirst = rest.Length == text.Length;
            if (_code.FirstOf(rest, out var length) is not { } word || Follow(state, _writers[word], isFirst) is not { } next)
                return null;
            state = next;
            rest = rest[length..];
        }

        _answers.Add(text, state);
        return state;
    }

    /// <summary>What an operation does to the register that holds the number of the state. What nobody saw it leave, nobody can have built upon.</summary>
    public RegisterOperation EffectOf(int operation) => _left[operation] == NotSeen
        ? RegisterOperation.Write(Count++)
        : IsPut(operation) ? RegisterOperation.Write(_left[operation]) : RegisterOperation.Cas(_found[operation], _left[operation]);

    private int? Follow(int state, int operation, bool isFirst)
    {
        if (IsPut(operation) && !isFirst)
            return null;
        if (_left[operation] != NotSeen)
            return _found[operation] == state ? _left[operation] : null;
        (_found[operation], _left[operation]) = (state, Count++);
        return _left[operation];
    }

    private bool IsPut(int operation) => _history.Calls[operation].F == "put";
}
