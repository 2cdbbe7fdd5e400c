namespace RaftTorture.Checking.Engines.Registers.UniqueValues;

/// <summary>
/// When the register is taken by each chain, and so in which order chains come (Gibbons and Korach, SIAM J. Comput. 26(4), 1997, section 4).
/// </summary>
/// <remarks>
/// Let m be the first return in a chain and M its last invocation. If m is before M, the register holds the chain's values from m to M
/// without a break: a forward zone. Else all its operations are open from M to m, and it fits into any instant between:
/// a backward zone. The chains have an order exactly if no two forward zones overlap, and no backward zone lies within a forward one.
/// Then the order of the zones' beginnings is one: a backward zone that begins within a forward one can wait for its end.
/// </remarks>
internal sealed class Zones
{
    private readonly RegisterColumns _columns;
    private readonly Chains _chains;
    private readonly int[] _order;

    public Zones(RegisterColumns columns, Chains chains, Deadline deadline)
    {
        (_columns, _chains) = (columns, chains);
        _order = new int[chains.Count];
        for (var chain = 0; chain < chains.Count; chain++)
            _order[chain] = chain;

        // The first chain begins at -1.
        RadixSort.Sort(_order, chain => 1L + Math.Min(FirstReturn(chain), LastInvocation(chain)), deadline);
        Contradiction = FindConflict(deadline);
    }

    /// <summary>The ends of two zones of which neither can come first, or null.</summary>
    public int[]? Contradiction { get; }

    /// <summary>The chains in an order that explains all answers, if there is no contradiction.</summary>
    public ReadOnlySpan<int> Order => _order;

    private int FirstReturn(int chain) => _columns.CompletedAt(_chains.FirstReturned(chain));

    private int LastInvocation(int chain) => _columns.InvokedAt(_chains.LastInvoked(chain));

    private bool IsForward(int chain) => FirstReturn(chain) < LastInvocation(chain);

    private int[]? FindConflict(Deadline deadline)
    {
        var busy = 0;
        foreach (var chain in _order.AsSpan(1))
        {
            deadline.Tick();
            var end = Math.Max(FirstReturn(chain), LastInvocation(chain));
            var beginning = Math.Min(FirstReturn(chain), LastInvocation(chain));
            var taken = LastInvocation(busy);
            if (beginning < taken && (IsForward(chain) || end < taken))
                return Conflict(busy, chain);
            if (IsForward(chain))
                busy = chain;
        }

        return null;
    }

    private int[] Conflict(int one, int other)
    {
        int[] ends = [_chains.FirstReturned(one), _chains.LastInvoked(one), _chains.FirstReturned(other), _chains.LastInvoked(other)];
        return [.. ends.Where(operation => operation != RegisterColumns.NoOperation).Distinct()];
    }
}
