namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>The search for any model, tried on registers.</summary>
internal static class GenericMutations
{
    private const string Generic = "generic";

    public static IReadOnlyList<Mutation> All =>
    [
        new(
            Generic,
            "ModelSearch",
            " == TransitionTable<TModel, TState>.Impossible)\n                continue;\n            Place(operation, _state",
            " == int.MinValue)\n                continue;\n            Place(operation, _state"),
        new(Generic, "ModelSearch", "((ulong)_first << 32) | (uint)_state", "(uint)_state"),
        new(Generic, "ModelSearch", "((ulong)_first << 32) | (uint)_state", "(ulong)_first << 32"),
        new(Generic, "ModelSearch", "word |= 1UL << (i - start);", "word |= 1UL;"),
        new(Generic, "ModelSearch", "AddBits(unknown, [], _history.CertainCount);", ""),
        new(Generic, "ModelSearch", "if (choice.IsForced)", "if (!choice.IsForced)"),
        new(Generic, "ModelSearch", "choice.Candidate + 1", "choice.Candidate + 2"),
        new(
            Generic,
            "OpenSets",
            "calls[byInvocation[next]].InvokedAt < calls[first].CompletedAt",
            "calls[byInvocation[next]].InvokedAt < calls[first].CompletedAt + 1 + first"),
        new(
            Generic,
            "OpenSets",
            "calls[certainCount + count].InvokedAt < calls[first].CompletedAt",
            "calls[certainCount + count].InvokedAt < int.MaxValue"),
        new(Generic, "OperationClasses", "call.Argument,", "Value.Absent,"),
        new(Generic, "OperationClasses", "call.IsUnknown ? null : call.Result", "null"),
        new(Generic, "ModelHistory", "call.IsOk || call.IsCasMiss", "call.IsOk"),
    ];
}
