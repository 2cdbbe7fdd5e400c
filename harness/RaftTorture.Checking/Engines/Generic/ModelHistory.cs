using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// The operations of one object as the generic search sees them: first those that certainly happened, in order of completion, then the unknown
/// ones in order of invocation. What certainly never happened, and unknown operations that only look, say nothing and are left out.
/// </summary>
internal sealed class ModelHistory
{
    private readonly bool _looksAtProcess;

    // Made when a search begins: many a history is decided without.
    private OperationClasses? _classes;
    private OpenSets? _open;

    /// <param name="calls">The calls of one object, in order of invocation.</param>
    /// <param name="isReadOnly">See <see cref="Models.IModel{TState}.IsReadOnly"/>.</param>
    /// <param name="looksAtProcess">See <see cref="Models.IModel{TState}.LooksAtProcess"/>.</param>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public ModelHistory(IReadOnlyList<Call> calls, Predicate<Call> isReadOnly, bool looksAtProcess, Deadline deadline)
    {
        _looksAtProcess = looksAtProcess;
        var watched = deadline.Watch(calls);
        Call[] certain = [.. watched.Where(call => call.IsOk || call.IsCasMiss)];
        var byCompletion = SortedBy(i => certain[i].CompletedAt, certain.Length, deadline);
        Calls = [.. byCompletion.Select(i => certain[i]), .. watched.Where(call => call.IsUnknown && !isReadOnly(call))];
        CertainCount = certain.Length;
        IsReadOnly = [.. deadline.Watch(Calls).Select(call => isReadOnly(call))];
    }

    public Call[] Calls { get; }

    public int CertainCount { get; }

    public bool[] IsReadOnly { get; }

    /// <summary>Of a history that is ready for a search.</summary>
    public OperationClasses Classes => _classes!;

    /// <summary>Of a history that is ready for a search.</summary>
    public OpenSets Open => _open!;

    /// <summary>What this holds itself, in bytes.</summary>
    public long Bytes => Open.Bytes + (64L * Calls.Length);

    /// <summary>Makes what a search needs.</summary>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public void MakeReady(Deadline deadline)
    {
        _classes ??= new OperationClasses(deadline.Watch(Calls), _looksAtProcess);
        _open ??= new OpenSets(Calls, CertainCount, deadline);
    }

    /// <summary>All invocations and all ends in real time. An unknown operation has no end.</summary>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public IEnumerable<(int Operation, bool IsEnd)> Events(Deadline deadline)
    {
        var ended = 0;
        foreach (var operation in deadline.Watch(SortedBy(i => Calls[i].InvokedAt, Calls.Length, deadline)))
        {
            for (; ended < CertainCount && Calls[ended].CompletedAt < Calls[operation].InvokedAt; ended++)
                yield return (ended, true);
            yield return (operation, false);
        }

        for (; ended < CertainCount; ended++)
            yield return (ended, true);
    }

    private static int[] SortedBy(Func<int, long> positionOf, int count, Deadline deadline)
    {
        int[] operations = [.. Enumerable.Range(0, count)];
        RadixSort.Sort(operations, positionOf, deadline);
        return operations;
    }
}
