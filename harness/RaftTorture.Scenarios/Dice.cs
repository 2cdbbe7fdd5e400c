using System.Numerics;

namespace RaftTorture.Scenarios;

/// <summary>
/// Seeded chance: xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled by
/// SplitMix64 as its authors advise. Not <c>System.Random</c>, whose sequence may change between runtimes.
/// </summary>
/// <remarks>A value: a copy throws the same numbers again. A generator copies its dice, throws, and hands the copy to its successor.</remarks>
public record struct Dice
{
    private ulong _s0, _s1, _s2, _s3;

    public Dice(long seed)
    {
        var state = unchecked((ulong)seed);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>An independent stream for one purpose, whatever is thrown elsewhere.</summary>
    public readonly Dice Fork(string purpose)
    {
        // FNV-1a, 64 bits: string.GetHashCode differs per process.
        var hash = 0xcbf29ce484222325UL;
        foreach (var letter in purpose)
            hash = unchecked((hash ^ letter) * 0x100000001b3UL);
        return Fork(unchecked((long)hash));
    }

    /// <summary>An independent stream for one of many alike.</summary>
    public readonly Dice Fork(long number)
    {
        var state = unchecked((ulong)number);
        return new Dice(unchecked((long)(_s0 ^ BitOperations.RotateLeft(_s3, 32) ^ SplitMix64(ref state))));
    }

    /// <summary>Sixty-four fair bits.</summary>
    public ulong Bits()
    {
        var result = unchecked(BitOperations.RotateLeft(_s1 * 5, 7) * 9);
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number from 0 up to but not including <paramref name="bound"/>, by multiplication (Lemire 2019, the bias below 2^-32 left in).</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)(((Bits() >> 32) * (ulong)bound) >> 32);
    }

    /// <summary>A fraction in [0, 1).</summary>
    public double Fraction() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One of several, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>The items in a random order (Fisher-Yates).</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var chosen = Below(last + 1);
            (shuffled[last], shuffled[chosen]) = (shuffled[chosen], shuffled[last]);
        }

        return shuffled;
    }

    private static ulong SplitMix64(ref ulong state)
    {
        unchecked
        {
            state += 0x9e3779b97f4a7c15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
            return z ^ (z >> 31);
        }
    }
}
