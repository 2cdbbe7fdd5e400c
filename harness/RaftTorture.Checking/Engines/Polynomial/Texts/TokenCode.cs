namespace RaftTorture.Checking.Engines.Polynomial.Texts;

/// <summary>Tells of which words a text was put together. No word may be the beginning of another one: then there is at most one way.</summary>
internal sealed class TokenCode
{
    // Looked up, never enumerated.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numbers;
    private readonly int[] _lengths;

    private TokenCode(string[] words)
    {
        var numbers = new Dictionary<string, int>(words.Length);
        for (var i = 0; i < words.Length; i++)
            numbers.Add(words[i], i);
        _numbers = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. words.Select(word => word.Length).Distinct().Order()];
    }

    /// <returns>Null where some word is empty, or begins with another one.</returns>
    public static TokenCode? Of(string[] words, Deadline deadline)
    {
        // In this order, what begins with a word comes right behind it.
        string[] sorted = [.. words.Order(StringComparer.Ordinal)];
        for (var i = 1; i < sorted.Length; i++)
        {
            deadline.Tick();
            if (sorted[i].StartsWith(sorted[i - 1], StringComparison.Ordinal))
                return null;
        }

        return sorted is ["", ..] ? null : new TokenCode(words);
    }

    /// <summary>The number of the word with which a text begins, or null.</summary>
    public int? FirstOf(ReadOnlySpan<char> text, out int length)
    {
        foreach (var some in _lengths)
        {
            length = some;
            if (some > text.Length)
                break;
            if (_numbers.TryGetValue(text[..some], out var number))
                return number;
        }

        length = 0;
        return null;
    }
}
