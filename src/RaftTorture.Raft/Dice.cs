namespace RaftTorture.Raft;

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same seed throws the same numbers on every runtime.</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    /// <summary>A number from 0 to 2^63 - 1.</summary>
    public long Next63() => (long)(Next() >> 1);

    private ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        var z = _state;
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
