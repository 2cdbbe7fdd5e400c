using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>The texts that somebody was answered, to tell whether a text that grows at its end can still become one of them.</summary>
internal sealed class AnswerPrefixes(IEnumerable<string> answers)
{
    private readonly string[] _answers = [.. answers.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether some answer starts with it: in this order, answers that start with a text follow directly where it would stand.</summary>
    public bool Has(string text)
    {
        var at = Array.BinarySearch(_answers, text, StringComparer.Ordinal);
        return at >= 0 || (~at < _answers.Length && _answers[~at].StartsWith(text, StringComparison.Ordinal));
    }
}
