using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>A violation of a register, and the history around it: what the reasons are looked for in.</summary>
/// <param name="calls">All calls of the key; also what came later, for it tells how an operation ended and what was seen again.</param>
/// <param name="culprit">The operation whose end made them impossible.</param>
/// <param name="core">The operations that contradict each other.</param>
/// <param name="initial">What the register holds before the first write.</param>
internal sealed class RegisterEvidence(IReadOnlyList<Call> calls, Call culprit, IReadOnlyList<Call> core, Value initial)
{
    private readonly ILookup<Value, Call> _writers = calls.Where(call => call.Written() is not null).ToLookup(call => call.Written()!);
    private readonly ILookup<Value, Call> _lookers = calls.Where(call => call.Seen() is not null).ToLookup(call => call.Seen()!);

    public IReadOnlyList<Call> Calls => calls;

    public Call Culprit => culprit;

    public IReadOnlyList<Call> Core => core;

    public Value Initial => initial;

    /// <summary>Calls that wrote a value, or would have.</summary>
    public IEnumerable<Call> Writers(Value value) => _writers[value];

    /// <summary>Those of them that did not certainly fail.</summary>
    public IEnumerable<Call> PossibleWriters(Value value) => Writers(value).Where(call => call.Outcome != EventType.Fail);

    /// <summary>Whether a value, once overwritten, can never have come back: it was written once, or is the initial one and was never written.</summary>
    public bool WasThereOnce(Value value) => PossibleWriters(value).Take(2).Count() == (value == initial ? 0 : 1);

    /// <summary>The only call that can have written a value, or null.</summary>
    public Call? OnlyWriter(Value value) =>
        value != initial && PossibleWriters(value).Take(2).ToArray() is [var writer] ? writer : null;

    public IEnumerable<Call> Lookers(Value value) => _lookers[value];
}
