using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>
/// Which operations are linearized. Of the certain ones nearly all before some point are and all behind another are not, so
/// that a configuration is told by the words between: its size follows concurrency, not the length of the history.
/// </summary>
internal sealed class LinearizedSet
{
    private const int BitsPerWord = 64;

    private readonly int _certainCount;
    private readonly int[] _certainCallsBeforeReturn;
    private readonly ulong[] _certain;
    private readonly ulong[] _unknown;
    private readonly ulong[] _words;
    private int _firstGap;

    public LinearizedSet(RegisterHistory history)
    {
        _certainCount = history.CertainCount;
        _certainCallsBeforeReturn = CertainCallsBeforeReturn(history);
        _certain = new ulong[WordsFor(_certainCount)];
        _unknown = new ulong[WordsFor(history.Operations.Count - _certainCount)];
        _words = new ulong[1 + _unknown.Length + _certain.Length];
    }

    public void Add(int operation)
    {
        if (operation < _certainCount)
            _certain[operation / BitsPerWord] |= 1UL << (operation % BitsPerWord);
        else
            _unknown[(operation - _certainCount) / BitsPerWord] |= 1UL << ((operation - _certainCount) % BitsPerWord);
    }

    public void Remove(int operation)
    {
        if (operation < _certainCount)
        {
            _certain[operation / BitsPerWord] &= ~(1UL << (operation % BitsPerWord));
            _firstGap = Math.Min(_firstGap, operation / BitsPerWord);
        }
        else
        {
            _unknown[(operation - _certainCount) / BitsPerWord] &= ~(1UL << ((operation - _certainCount) % BitsPerWord));
        }
    }

    /// <summary>This set and a state as words, equal exactly for equal configurations; valid until the next call.</summary>
    /// <param name="state">The register's state.</param>
    /// <param name="firstToReturn">The certain operation that returns first of those not in the set.</param>
    public ReadOnlySpan<ulong> Configuration(int state, int firstToReturn)
    {
        while (_certain[_firstGap] == ulong.MaxValue)
            _firstGap++;

        // Who is linearized was called before the first pending return.
        var end = WordsFor(_certainCallsBeforeReturn[firstToReturn]);
        _words[0] = (uint)state | ((ulong)_firstGap << 32);
        _unknown.CopyTo(_words, 1);
        _certain.AsSpan(_firstGap..end).CopyTo(_words.AsSpan(1 + _unknown.Length));
        return _words.AsSpan(0, 1 + _unknown.Length + (end - _firstGap));
    }

    private static int WordsFor(int bits) => (bits + BitsPerWord - 1) / BitsPerWord;

    private static int[] CertainCallsBeforeReturn(RegisterHistory history)
    {
        var invokedAt = history.Calls.Take(history.CertainCount).Select(call => call.InvokedAt).ToArray();
        return [.. history.Calls.Take(history.CertainCount).Select(call => ~Array.BinarySearch(invokedAt, call.CompletedAt))];
    }
}
