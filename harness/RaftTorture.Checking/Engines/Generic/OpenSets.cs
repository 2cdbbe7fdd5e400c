using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// Which operations may come next while one operation is the first in order of completion that has no place yet: those invoked before it
/// completed, but for the certain ones that completed before it.
/// </summary>
internal sealed class OpenSets
{
    private readonly int[] _open;
    private readonly int[] _openStart;
    private readonly int[] _unknownCount;

    /// <param name="calls">Those that certainly happened, in order of completion, then the unknown ones, in order of invocation.</param>
    /// <param name="certainCount">So many certainly happened.</param>
    public OpenSets(Call[] calls, int certainCount, Deadline deadline)
    {
        _openStart = new int[certainCount + 1];
        _unknownCount = new int[certainCount];
        int[] byInvocation = [.. Enumerable.Range(0, certainCount)];
        RadixSort.Sort(byInvocation, i => calls[i].InvokedAt, deadline);
        _open = FillOpen(calls, byInvocation, deadline);
        FillUnknown(calls, deadline);
    }

    /// <summary>What this holds, in bytes.</summary>
    public long Bytes => sizeof(int) * (long)_open.Length;

    /// <summary>The certain operations that may come next; each process has one at most.</summary>
    public ReadOnlySpan<int> CertainAt(int first) => _open.AsSpan(_openStart[first].._openStart[first + 1]);

    /// <summary>So many of the unknown operations may come next.</summary>
    public int UnknownAt(int first) => _unknownCount[first];

    private int[] FillOpen(Call[] calls, int[] byInvocation, Deadline deadline)
    {
        var all = new List<int>(2 * byInvocation.Length);
        var open = new List<int>();
        var next = 0;
        for (var first = 0; first < byInvocation.Length; first++)
        {
            deadline.Tick();
            for (; next < byInvocation.Length && calls[byInvocation[next]].InvokedAt < calls[first].CompletedAt; next++)
                open.Insert(~open.BinarySearch(byInvocation[next]), byInvocation[next]);
            all.AddRange(open);
            _openStart[first + 1] = all.Count;
            open.RemoveAt(0);
        }

        return [.. all];
    }

    private void FillUnknown(Call[] calls, Deadline deadline)
    {
        var (certainCount, count) = (_unknownCount.Length, 0);
        for (var first = 0; first < certainCount; first++)
        {
            deadline.Tick();
            while (certainCount + count < calls.Length && calls[certainCount + count].InvokedAt < calls[first].CompletedAt)
                count++;
            _unknownCount[first] = count;
        }
    }
}
