using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// The operations of one object as the generic search sees them: first those that certainly happened, in order of completion, then the unknown
/// ones in order of invocation. What certainly never happened, and unknown operations that only look, say nothing and are left out.
/// </summary>
internal sealed class ModelHistory
{
    private readonly bool _looksAtProcess;

    // What only a search needs is made when one begins: many a history is decided without.
    private OperationClasses? _classes;
    private OpenSets? _open;

    /// <param name="calls">The calls of one object, in order of invocation.</param>
    /// <param name="isReadOnly">See <see cref="Models.IModel{TState}.IsReadOnly"/>.</param>
    /// <param name="looksAtProcess">See <see cref="Models.IModel{TState}.LooksAtProcess"/>.</param>
    public ModelHistory(IReadOnlyList<Call> calls, Predicate<Call> isReadOnly, bool looksAtProcess)
    {
        _looksAtProcess = looksAtProcess;
        Call[] certain = [.. calls.Where(call => call.IsOk || call.IsCasMiss).OrderBy(call => call.CompletedAt)];
        Calls = [.. certain, .. calls.Where(call => call.IsUnknown && !isReadOnly(call))];
        CertainCount = certain.Length;
        IsReadOnly = [.. Calls.Select(call => isReadOnly(call))];
    }

    public Call[] Calls { get; }

    public int CertainCount { get; }

    public bool[] IsReadOnly { get; }

    public OperationClasses Classes => _classes ??= new OperationClasses(Calls, _looksAtProcess);

    public OpenSets Open => _open ??= new OpenSets(Calls, CertainCount);

    /// <summary>What this holds itself, in bytes.</summary>
    public long Bytes => Open.Bytes + (64L * Calls.Length);

    /// <summary>All invocations and all ends in real time. An unknown operation has no end.</summary>
    public IEnumerable<(int Operation, bool IsEnd)> Events()
    {
        var ended = 0;
        foreach (var operation in ByInvocation())
        {
            for (; ended < CertainCount && Calls[ended].CompletedAt < Calls[operation].InvokedAt; ended++)
                yield return (ended, true);
            yield return (operation, false);
        }

        for (; ended < CertainCount; ended++)
            yield return (ended, true);
    }

    private int[] ByInvocation()
    {
        var (operations, positions) = (new int[Calls.Length], new int[Calls.Length]);
        for (var i = 0; i < operations.Length; i++)
            (operations[i], positions[i]) = (i, Calls[i].InvokedAt);
        Array.Sort(positions, operations);
        return operations;
    }
}
