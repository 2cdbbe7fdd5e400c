using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Polynomial.Locks;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Locks;

namespace RaftTorture.Checking.Models;

/// <summary>
/// A lock: <c>acquire</c> waits until it is free, <c>release</c> is the holder's alone. A process whose acquire is unknown has retired, and
/// what it may hold is never released.
/// </summary>
public readonly struct MutexModel : IModel<int>
{
    private const int Nobody = -1;

    public static string Name => "mutex";

    public static bool LooksAtProcess => true;

    public static int Initial(Value? given) =>
        given is null or Value.Nil ? Nobody : throw new ArgumentException("a mutex starts free", nameof(given));

    public static bool Step(int state, Call call, out int next)
    {
        var (from, to) = call.F switch
        {
            "acquire" => (Nobody, call.Process.Number),
            "release" => (call.Process.Number, Nobody),
            _ => throw Arguments.Unknown(Name, call),
        };
        next = to;
        return state == from;
    }

    static Reason? IModel<int>.FindReason(ModelEvidence evidence, int initial) => LockReasons.Find(evidence, lastToken: null);

    static SearchResult? IModel<int>.Decide(ModelHistory history, int initial, SearchBudget budget) =>
        LockDecision.Run<MutexModel, int>(history, initial, budget);
}
