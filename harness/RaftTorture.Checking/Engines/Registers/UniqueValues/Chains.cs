using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.UniqueValues;

/// <summary>
/// Operations that must follow each other without a gap, because each value has one writer: a write, the reads of its value, the cas
/// that found it, the reads of the cas's value, and so on. Chain 0 begins with the initial value, every other one with a write.
/// </summary>
internal sealed class Chains
{
    private readonly RegisterColumns _columns;
    private readonly Observations _observations;
    private readonly Deadline _deadline;
    private readonly int[] _successor;
    private readonly int[] _readsStart;
    private readonly int[] _reads;
    private readonly List<int> _root = [RegisterColumns.NoOperation];
    private readonly List<int> _firstReturned = [];
    private readonly List<int> _lastInvoked = [];

    public Chains(RegisterColumns columns, Observations observations, Deadline deadline)
    {
        (_columns, _observations, _deadline) = (columns, observations, deadline);
        _successor = new int[columns.ValueCount];
        Array.Fill(_successor, RegisterColumns.NoOperation);
        _readsStart = new int[columns.ValueCount + 1];
        _reads = CollectReads();
        Contradiction = LinkCas() ?? FollowAll();
    }

    /// <summary>Operations that the rules within chains rule out, or null.</summary>
    public int[]? Contradiction { get; }

    public int Count => _root.Count;

    /// <summary>The write that a chain begins with; none in the first.</summary>
    public int Root(int chain) => _root[chain];

    /// <summary>The operation of a chain that returned before its others.</summary>
    public int FirstReturned(int chain) => _firstReturned[chain];

    /// <summary>The operation of a chain that was invoked after its others.</summary>
    public int LastInvoked(int chain) => _lastInvoked[chain];

    /// <summary>The cas that found a value, or none.</summary>
    public int Successor(int value) => _successor[value];

    /// <summary>The reads of a value in order of invocation, among them the misses that said what they saw.</summary>
    public ReadOnlySpan<int> Reads(int value) => _reads.AsSpan(_readsStart[value], _readsStart[value + 1] - _readsStart[value]);

    /// <summary>The value that a chain begins with.</summary>
    public int FirstValue(int chain) => chain == 0 ? RegisterHistory.InitialState : _columns.Writes[_root[chain]];

    /// <summary>A counting sort: it keeps the order of invocation among the reads of one value.</summary>
    private int[] CollectReads()
    {
        var starts = _readsStart;
        for (var i = 0; i < _columns.CertainCount; i++)
        {
            _deadline.Tick();
            if (IsRead(i))
                starts[_columns.Requires[i]]++;
        }

        var total = 0;
        for (var value = 0; value < starts.Length; value++)
        {
            _deadline.Tick();
            (starts[value], total) = (total, total + starts[value]);
        }

        var reads = new int[total];
        var next = starts.AsSpan().ToArray();
        for (var i = 0; i < _columns.CertainCount; i++)
        {
            _deadline.Tick();
            if (IsRead(i))
                reads[next[_columns.Requires[i]]++] = i;
        }

        return reads;
    }

    private bool IsRead(int operation) => _columns.IsPure(operation) && _columns.Requires[operation] != RegisterOperation.Anything;

    /// <summary>A value that is written once is left once: two cas cannot both have found it.</summary>
    private int[]? LinkCas()
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            _deadline.Tick();
            if (!_observations.Happened(i) || !_columns.IsCas(i))
                continue;
            ref var successor = ref _successor[_columns.Requires[i]];
            if (successor != RegisterColumns.NoOperation)
                return [successor, i];
            successor = i;
        }

        return null;
    }

    private int[]? FollowAll()
    {
        var followed = new bool[_columns.Count];
        if (Follow(RegisterColumns.NoOperation, RegisterHistory.InitialState, followed) is { } contradiction)
            return contradiction;
        for (var i = 0; i < _columns.Count; i++)
        {
            _deadline.Tick();
            if (!_observations.Happened(i) || !_columns.IsBlindWrite(i))
                continue;
            _root.Add(i);
            if (Follow(i, _columns.Writes[i], followed) is { } inside)
                return inside;
        }

        return FindCircle(followed);
    }

    /// <summary>Within a chain the order is forced: nobody may have returned before somebody earlier in it was invoked.</summary>
    private int[]? Follow(int root, int value, bool[] followed)
    {
        var (firstReturned, lastInvoked) = (root, root);
        while (true)
        {
            var latest = lastInvoked;
            foreach (var read in Reads(value))
            {
                if (_columns.CompletedAt(read) < _columns.InvokedAt(latest))
                    return [latest, read];
                Include(read, ref firstReturned, ref lastInvoked);
            }

            var installer = _successor[value];
            if (installer == RegisterColumns.NoOperation)
                break;
            if (_columns.CompletedAt(installer) < _columns.InvokedAt(lastInvoked))
                return [lastInvoked, installer];
            Include(installer, ref firstReturned, ref lastInvoked);
            followed[installer] = true;
            value = _columns.Writes[installer];
        }

        _firstReturned.Add(firstReturned);
        _lastInvoked.Add(lastInvoked);
        return null;
    }

    private void Include(int operation, ref int firstReturned, ref int lastInvoked)
    {
        _deadline.Tick();
        if (_columns.CompletedAt(operation) < _columns.CompletedAt(firstReturned))
            firstReturned = operation;
        if (_columns.InvokedAt(operation) > _columns.InvokedAt(lastInvoked))
            lastInvoked = operation;
    }

    /// <summary>A cas that no chain reached stands in a circle of cas, each of which needs the one before, or follows one.</summary>
    private int[]? FindCircle(bool[] followed)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            _deadline.Tick();
            if (_observations.Happened(i) && _columns.IsCas(i) && !followed[i])
                return [i];
        }

        return null;
    }
}
