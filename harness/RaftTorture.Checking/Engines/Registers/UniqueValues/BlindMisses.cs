using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.UniqueValues;

/// <summary>
/// Finds an instant for every cas that missed and does not say what it saw: one at which the register does not hold what it expected.
/// The order of the values is given; when exactly each follows the one before is chosen here.
/// </summary>
/// <remarks>
/// <para>Instants lie between events: one is called by the position of the event just before it.</para>
/// <para>Each value comes as late as it can and still lets go of those misses that wait for the value before it to end. Coming later
/// only helps: what was invoked before a value came is explained by what stood there. So for this order of values the choice is exact,
/// but another order may do where this one does not: then nothing is claimed. Only a miss within the time in which the register
/// certainly held what it expected is a contradiction under every order.</para>
/// </remarks>
internal sealed class BlindMisses
{
    private const int RanksPerValue = 3;

    /// <summary>Later than any instant.</summary>
    private const int Never = int.MaxValue;

    private readonly RegisterColumns _columns;
    private readonly Chains _chains;
    private readonly Deadline _deadline;

    /// <summary>The effects in their order; entry 0 is the initial value's, which is nobody's.</summary>
    private readonly List<int> _effects;
    private readonly int[] _begins;
    private readonly Dictionary<int, List<int>> _missesOf = [];
    private readonly List<(int Instant, int Rank, int Operation)> _placed = [];

    /// <param name="effects">The operations that change the value, in their order.</param>
    public BlindMisses(RegisterColumns columns, Chains chains, IEnumerable<int> effects, Deadline deadline)
    {
        (_columns, _chains, _deadline) = (columns, chains, deadline);
        _effects = [RegisterColumns.NoOperation, .. effects];
        _begins = new int[_effects.Count];
        for (var i = 0; i < columns.CertainCount; i++)
        {
            deadline.Tick();
            if (columns.IsBlindMiss(i))
                MissesOf(columns.Forbids[i]).Add(i);
        }
    }

    /// <returns>A miss, and the two operations between whose end and beginning the register held what it expected; or null.</returns>
    public int[]? FindContradiction()
    {
        for (var k = 0; k < _effects.Count; k++)
        {
            _deadline.Tick();
            if (!_missesOf.TryGetValue(Value(k), out var misses))
                continue;
            var (firstReturned, lastInvoked) = CertainStay(k);
            foreach (var miss in misses)
            {
                _deadline.Tick();
                if (_columns.InvokedAt(miss) > _columns.CompletedAt(firstReturned) && _columns.CompletedAt(miss) < _columns.InvokedAt(lastInvoked))
                    return [.. new[] { firstReturned, miss, lastInvoked }.Where(operation => operation != RegisterColumns.NoOperation)];
            }
        }

        return null;
    }

    /// <returns>All operations in an order that explains the misses too, or null where the order of values does not let it be.</returns>
    public int[]? TryOrder()
    {
        var latest = LatestBeginnings();
        var earliest = -1;
        _begins[0] = -1;
        for (var k = 0; k < _effects.Count; k++)
        {
            PlaceReads(k);
            earliest = Math.Max(earliest, LatestInvocation(k));
            var isLast = k + 1 == _effects.Count;
            var next = Math.Min(isLast ? Never : latest[k + 1], PlaceMisses(k));
            if (isLast)
                return next == Never ? Ordered() : null;
            if (next < Math.Max(_begins[k], Math.Max(earliest, After(_columns.InvokedAt(_effects[k + 1])))))
                return null;
            _begins[k + 1] = next;
            _placed.Add((next, (k + 1) * RanksPerValue, _effects[k + 1]));
        }

        return null;
    }

    private static int After(int position) => position;

    private static int Before(int position) => position - 1;

    private int Value(int k) => k == 0 ? RegisterHistory.InitialState : _columns.Writes[_effects[k]];

    private List<int> MissesOf(int value)
    {
        if (!_missesOf.TryGetValue(value, out var misses))
            _missesOf[value] = misses = [];
        return misses;
    }

    /// <summary>From the first return of those who brought, found or changed a value to the last invocation of those who found or changed it.</summary>
    private (int FirstReturned, int LastInvoked) CertainStay(int k)
    {
        var (firstReturned, lastInvoked) = (_effects[k], _effects[k]);
        foreach (var operation in (int[])[.. _chains.Reads(Value(k)), _chains.Successor(Value(k))])
        {
            _deadline.Tick();
            if (operation == RegisterColumns.NoOperation)
                continue;
            if (_columns.CompletedAt(operation) < _columns.CompletedAt(firstReturned))
                firstReturned = operation;
            if (_columns.InvokedAt(operation) > _columns.InvokedAt(lastInvoked))
                lastInvoked = operation;
        }

        return (firstReturned, lastInvoked);
    }

    /// <summary>The last instant at which each value can come, for the sake of its operations and all later ones.</summary>
    private int[] LatestBeginnings()
    {
        var latest = new int[_effects.Count];
        var soonest = Never;
        for (var k = _effects.Count - 1; k > 0; k--)
        {
            _deadline.Tick();
            soonest = Math.Min(soonest, Before(_columns.CompletedAt(_effects[k])));
            foreach (var read in _chains.Reads(Value(k)))
            {
                _deadline.Tick();
                soonest = Math.Min(soonest, Before(_columns.CompletedAt(read)));
            }

            latest[k] = soonest;
        }

        return latest;
    }

    private int LatestInvocation(int k)
    {
        var latest = After(_columns.InvokedAt(_effects[k]));
        foreach (var read in _chains.Reads(Value(k)))
        {
            _deadline.Tick();
            latest = Math.Max(latest, After(_columns.InvokedAt(read)));
        }

        return latest;
    }

    private void PlaceReads(int k)
    {
        foreach (var read in _chains.Reads(Value(k)))
        {
            _deadline.Tick();
            _placed.Add((Math.Max(_begins[k], After(_columns.InvokedAt(read))), (k * RanksPerValue) + 1, read));
        }
    }

    /// <summary>Places the misses that expected a value: before it came where they can be, else after it is gone.</summary>
    /// <returns>The last instant at which the value can go for their sake.</returns>
    private int PlaceMisses(int k)
    {
        var goes = Never;
        if (!_missesOf.Remove(Value(k), out var misses))
            return goes;
        foreach (var miss in misses)
        {
            _deadline.Tick();
            var (first, last) = (After(_columns.InvokedAt(miss)), Before(_columns.CompletedAt(miss)));
            if (k > 0 && first <= _begins[k])
            {
                _placed.Add((first, (k * RanksPerValue) - 1, miss));
                continue;
            }

            _placed.Add((last, ((k + 1) * RanksPerValue) + 1, miss));
            goes = Math.Min(goes, last);
        }

        return goes;
    }

    /// <summary>Misses that are left expected what never was there: any instant will do.</summary>
    private int[] Ordered()
    {
        for (var i = 0; i < _columns.CertainCount; i++)
        {
            _deadline.Tick();
            if (_columns.IsBlindMiss(i) && _missesOf.ContainsKey(_columns.Forbids[i]))
                _placed.Add((After(_columns.InvokedAt(i)), 0, i));
        }

        int[] order = [.. Enumerable.Range(0, _placed.Count)];
        RadixSort.Sort(order, i => _placed[i].Rank, _deadline);

        // The initial value begins at -1.
        RadixSort.Sort(order, i => 1L + _placed[i].Instant, _deadline);
        return [.. order.Select(i => _placed[i].Operation)];
    }
}
