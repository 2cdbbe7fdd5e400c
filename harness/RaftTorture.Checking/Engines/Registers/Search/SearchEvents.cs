using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// The invocations and returns of one register in real-time order, numbered from 0, and what can be said of each value before the
/// search. Unknown operations whose effect nobody could notice are left out; those kept never return.
/// </summary>
internal sealed class SearchEvents
{
    /// <summary>The return of an unknown operation, and the last observation of a value that one may find at any time.</summary>
    public const int Never = int.MaxValue;

    private readonly int[] _entries;
    private readonly int[] _lastObserved;
    private readonly int[] _lastDemand;
    private readonly bool[] _hasOneOrigin;
    private readonly bool _deadValues;
    private readonly Deadline _deadline;

    public SearchEvents(RegisterColumns columns, PruningRules rules, Deadline deadline)
    {
        (Columns, _deadline) = (columns, deadline);
        _deadValues = rules.DeadValues;
        CalledAt = new int[columns.Count];
        ReturnsAt = new int[columns.Count];
        _entries = InRealTime(LastObserved(columns.CompletedAt), LastBlindMissBy(columns.CompletedAt));
        LastBlindMiss = LastBlindMissBy(i => ReturnsAt[i]);
        _lastObserved = LastObserved(i => ReturnsAt[i]);
        _lastDemand = LastDemand();
        _hasOneOrigin = FindSingleOrigins();
    }

    public RegisterColumns Columns { get; }

    public int Count => _entries.Length;

    /// <summary>When each operation was invoked, as the number of an event; -1 where it was left out.</summary>
    public int[] CalledAt { get; }

    /// <summary>When each operation returned.</summary>
    public int[] ReturnsAt { get; }

    /// <summary>The return of the last miss that did not say what it saw; -1 without such. Until then every value can be told from some other.</summary>
    public int LastBlindMiss { get; }

    /// <summary>The state of all values that nobody left can tell apart.</summary>
    public int DeadState => Columns.ValueCount;

    /// <param name="time">Number of an event.</param>
    /// <returns>The operation, and whether the event is its return.</returns>
    public (int Operation, bool IsReturn) At(int time) => _entries[time] < 0 ? (~_entries[time], true) : (_entries[time], false);

    /// <summary>How many operations returned before an event.</summary>
    public int ReturnsBefore(int time)
    {
        var count = 0;
        for (var before = 0; before < time; before++)
            count += _entries[before] < 0 ? 1 : 0;
        return count;
    }

    /// <summary>What becomes of a value for those who look at it after an event.</summary>
    public int StateAfter(int time, int state) =>
        _deadValues && state != DeadState && _lastObserved[state] <= time ? DeadState : state;

    /// <summary>Until when it can matter that an unknown operation happened.</summary>
    public int LastUse(int unknown) => _deadValues ? Math.Max(_lastObserved[Columns.Writes[unknown]], LastBlindMiss) : Never;

    /// <summary>Once there, the value cannot come again, and some certain operation that found it was invoked only after an event.</summary>
    public bool IsAwaitedAfter(int time, int state) => state != DeadState && _hasOneOrigin[state] && _lastDemand[state] > time;

    /// <summary>Once left, the value cannot come again.</summary>
    public bool HasOneOrigin(int state) => state != DeadState && _hasOneOrigin[state];

    private int[] InRealTime(int[] lastObserved, int lastBlindMiss)
    {
        var entries = new List<int>(2 * Columns.Count);
        for (var i = 0; i < Columns.Count; i++)
        {
            _deadline.Tick();
            CalledAt[i] = -1;
            ReturnsAt[i] = Never;
            var lastUse = Columns.IsCertain(i) || !_deadValues ? Never : Math.Max(lastObserved[Columns.Writes[i]], lastBlindMiss);
            if (lastUse <= Columns.InvokedAt(i))
                continue;
            entries.Add(i);
            if (Columns.IsCertain(i))
                entries.Add(~i);
        }

        int[] sorted = [.. entries];
        RadixSort.Sort(sorted, entry => entry < 0 ? Columns.CompletedAt(~entry) : Columns.InvokedAt(entry), _deadline);
        for (var time = 0; time < sorted.Length; time++)
        {
            _deadline.Tick();
            if (sorted[time] < 0)
                ReturnsAt[~sorted[time]] = time;
            else
                CalledAt[sorted[time]] = time;
        }

        return sorted;
    }

    /// <summary>An unknown cas looks at a value only for the sake of those who look at what it wrote.</summary>
    private int[] LastObserved(Func<int, int> returnOf)
    {
        var last = new int[Columns.ValueCount];
        Array.Fill(last, -1);
        for (var i = 0; i < Columns.CertainCount; i++)
        {
            _deadline.Tick();
            foreach (var value in (ReadOnlySpan<int>)[Columns.Requires[i], Columns.Forbids[i]])
            {
                if (value >= 0)
                    last[value] = Math.Max(last[value], returnOf(i));
            }
        }

        var lastBlindMiss = LastBlindMissBy(returnOf);
        for (var isStable = false; !isStable;)
        {
            isStable = true;
            for (var i = Columns.CertainCount; i < Columns.Count; i++)
            {
                _deadline.Tick();
                var use = Math.Max(last[Columns.Writes[i]], lastBlindMiss);
                if (!Columns.IsCas(i) || last[Columns.Requires[i]] >= use)
                    continue;
                last[Columns.Requires[i]] = use;
                isStable = false;
            }
        }

        return last;
    }

    private int LastBlindMissBy(Func<int, int> returnOf)
    {
        if (!Columns.HasBlindMisses)
            return -1;
        var last = -1;
        for (var i = 0; i < Columns.CertainCount; i++)
        {
            _deadline.Tick();
            if (Columns.IsBlindMiss(i))
                last = Math.Max(last, returnOf(i));
        }

        return last;
    }

    private int[] LastDemand()
    {
        var last = new int[Columns.ValueCount];
        Array.Fill(last, -1);
        for (var i = 0; i < Columns.CertainCount; i++)
        {
            _deadline.Tick();
            if (Columns.Requires[i] != RegisterOperation.Anything)
                last[Columns.Requires[i]] = Math.Max(last[Columns.Requires[i]], CalledAt[i]);
        }

        return last;
    }

    private bool[] FindSingleOrigins()
    {
        var origins = new int[Columns.ValueCount];
        origins[RegisterHistory.InitialState] = 1;
        for (var i = 0; i < Columns.Count; i++)
        {
            _deadline.Tick();
            if (!Columns.IsPure(i) && CalledAt[i] >= 0)
                origins[Columns.Writes[i]]++;
        }

        return [.. origins.Select(count => count <= 1)];
    }
}
