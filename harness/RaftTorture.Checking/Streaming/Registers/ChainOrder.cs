namespace RaftTorture.Checking.Streaming.Registers;

/// <summary>
/// The order that real time demands of chains: one comes before another if an operation on it returned before an operation on
/// the other was invoked. As long as no two of them come before each other there is a linearization, and as soon as two do
/// there is none: of intervals that are pairwise in order all are (the zones of Gibbons and Korach say the same in pictures).
/// </summary>
internal sealed class ChainOrder
{
    /// <summary>By <see cref="ValueChain.FirstReturn"/>, which is the order in which they were found.</summary>
    private readonly List<ValueChain> _chains = [];

    public int Count => _chains.Count;

    public void Add(ValueChain chain) => _chains.Add(chain);

    /// <summary>An operation on a chain is known that was invoked at a time.</summary>
    /// <returns>A chain that had to come both before and after it, or null.</returns>
    public ValueChain? Extend(ValueChain chain, long call)
    {
        var known = chain.LastCall;
        if (call <= known)
            return null;
        chain.LastCall = call;

        // Chains found before the last known call were compared when that became known, or when they grew themselves.
        for (var i = CountBefore(call) - 1; i >= 0 && _chains[i].FirstReturn >= known; i--)
        {
            if (_chains[i] != chain && _chains[i].LastCall > chain.FirstReturn)
                return _chains[i];
        }

        return null;
    }

    /// <summary>
    /// Lets go of the chains that nobody can see any more without a violation: another one, found before the horizon, must come after
    /// them. One that is over and was itself found before the horizon can also contradict no other any more.
    /// </summary>
    /// <param name="horizon">No operation that may yet tell what it saw was invoked before.</param>
    /// <returns>Those whose values need not be known any more, some of them not for the first time.</returns>
    public List<ValueChain> Settle(long horizon)
    {
        var settledCount = CountBefore(horizon);
        var latest = _chains.Take(settledCount).MaxBy(chain => chain.LastCall);
        var secondCall = _chains.Take(settledCount).Where(chain => chain != latest).Select(chain => chain.LastCall).DefaultIfEmpty(long.MinValue).Max();
        var over = _chains.FindAll(IsOver);
        _chains.RemoveAll(chain => chain.FirstReturn < horizon && IsOver(chain));
        return over;

        bool IsOver(ValueChain chain) => latest is not null && chain.FirstReturn < (chain == latest ? secondCall : latest.LastCall);
    }

    /// <summary>What is left, in order.</summary>
    public IReadOnlyList<ValueChain> Chains => _chains;

    /// <summary>So many were found before a time.</summary>
    private int CountBefore(long time)
    {
        var (low, high) = (0, _chains.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_chains[middle].FirstReturn < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
