using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// The operations of one object as the generic search sees them: first those that certainly happened, in order of completion, then the unknown
/// ones in order of invocation. What certainly never happened, and unknown operations that only look, say nothing and are left out.
/// </summary>
internal sealed class ModelHistory
{
    private readonly int[] _open;
    private readonly int[] _openStart;
    private readonly int[] _unknownCount;

    /// <param name="calls">The calls of one object, in order of invocation.</param>
    /// <param name="isReadOnly">See <see cref="Models.IModel{TState}.IsReadOnly"/>.</param>
    /// <param name="looksAtProcess">See <see cref="Models.IModel{TState}.LooksAtProcess"/>.</param>
    public ModelHistory(IReadOnlyList<Call> calls, Predicate<Call> isReadOnly, bool looksAtProcess)
    {
        Call[] certain = [.. calls.Where(call => call.IsOk || call.IsCasMiss).OrderBy(call => call.CompletedAt)];
        Calls = [.. certain, .. calls.Where(call => call.IsUnknown && !isReadOnly(call))];
        CertainCount = certain.Length;
        Classes = new OperationClasses(Calls, looksAtProcess);
        IsReadOnly = [.. Calls.Select(call => isReadOnly(call))];
        _openStart = new int[CertainCount + 1];
        _unknownCount = new int[CertainCount];
        _open = FillOpen([.. Enumerable.Range(0, CertainCount).OrderBy(i => Calls[i].InvokedAt)]);
        FillUnknown();
    }

    public Call[] Calls { get; }

    public int CertainCount { get; }

    public OperationClasses Classes { get; }

    public bool[] IsReadOnly { get; }

    /// <summary>What this holds itself, in bytes.</summary>
    public long Bytes => sizeof(int) * (long)_open.Length + 64L * Calls.Length;

    /// <summary>Certain operations that may come next while an operation is the first in order of completion that has no place yet: those
    /// invoked before it completed and not completed before it. Each process has one at most.</summary>
    public ReadOnlySpan<int> OpenAt(int first) => _open.AsSpan(_openStart[first].._openStart[first + 1]);

    /// <summary>So many of the unknown operations were invoked before this one completed.</summary>
    public int UnknownAt(int first) => _unknownCount[first];

    private int[] FillOpen(int[] byInvocation)
    {
        var all = new List<int>(2 * CertainCount);
        var open = new List<int>();
        var next = 0;
        for (var first = 0; first < CertainCount; first++)
        {
            for (; next < CertainCount && Calls[byInvocation[next]].InvokedAt < Calls[first].CompletedAt; next++)
                open.Insert(~open.BinarySearch(byInvocation[next]), byInvocation[next]);
            all.AddRange(open);
            _openStart[first + 1] = all.Count;
            open.RemoveAt(0);
        }

        return [.. all];
    }

    private void FillUnknown()
    {
        var count = 0;
        for (var first = 0; first < CertainCount; first++)
        {
            while (CertainCount + count < Calls.Length && Calls[CertainCount + count].InvokedAt < Calls[first].CompletedAt)
                count++;
            _unknownCount[first] = count;
        }
    }
}
