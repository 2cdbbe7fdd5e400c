using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Locks;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Locks;

namespace RaftTorture.Checking.Models;

/// <summary>Who holds a lock, and with which token.</summary>
/// <param name="Holder">A process, or -1.</param>
/// <param name="Token">The last token that was handed out; where that is not known, the smallest it can have been.</param>
/// <param name="IsKnown">Whether the token is known.</param>
public readonly record struct FencedLockState(int Holder, long Token, bool IsKnown);

/// <summary>
/// A lock with fencing tokens: <c>acquire</c> answers a number greater than all before it, <c>release</c> is the holder's alone and may name its
/// token. The token of an unknown acquire is taken as the smallest it can have been, which rules out least.
/// </summary>
public readonly struct FencedLockModel : IModel<FencedLockState>
{
    private const int Nobody = -1;

    public static string Name => "fenced-lock";

    public static bool LooksAtProcess => true;

    public static FencedLockState Initial(Value? given) => given switch
    {
        null or Value.Nil => new FencedLockState(Nobody, long.MinValue, IsKnown: true),
        Value.Number last => new FencedLockState(Nobody, last.Content, IsKnown: true),
        _ => throw new ArgumentException($"a fenced lock starts with its last token, a number, not with {given}", nameof(given)),
    };

    public static bool Step(FencedLockState state, Call call, out FencedLockState next) => call.F switch
    {
        "acquire" => TryAcquire(state, call, out next),
        "release" => TryRelease(state, call, out next),
        _ => throw Arguments.Unknown(Name, call),
    };

    static Reason? IModel<FencedLockState>.FindReason(ModelEvidence evidence, FencedLockState initial) => LockReasons.Find(evidence, initial.Token);

    static SearchResult? IModel<FencedLockState>.Decide(ModelHistory history, FencedLockState initial, SearchBudget budget) =>
        LockDecision.Run<FencedLockModel, FencedLockState>(history, initial, budget);

    private static bool TryAcquire(FencedLockState state, Call call, out FencedLockState next)
    {
        var token = call.Result as Value.Number;
        next = call.IsUnknown
            ? new FencedLockState(call.Process.Number, state.Token + 1, IsKnown: false)
            : new FencedLockState(call.Process.Number, token?.Content ?? 0, IsKnown: true);
        return state.Holder == Nobody && (call.IsUnknown || token?.Content > state.Token);
    }

    private static bool TryRelease(FencedLockState state, Call call, out FencedLockState next)
    {
        next = state with { Holder = Nobody };
        if (call.Argument is Value.Nil)
            return state.Holder == call.Process.Number;
        var token = Arguments.Number(call);
        next = new FencedLockState(Nobody, token, IsKnown: true);
        return state.Holder == call.Process.Number && (state.IsKnown ? token == state.Token : token >= state.Token);
    }
}
