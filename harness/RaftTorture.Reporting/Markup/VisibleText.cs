using System.Text;

namespace RaftTorture.Reporting.Markup;

/// <summary>Text from the system under test, made harmless for eyes and terminals: what cannot be seen is spelled out.</summary>
/// <remarks>
/// Control characters would drive a terminal (ESC) or vanish in a browser (NUL); direction marks would let a value rewrite the words
/// around it. Each becomes its code, <c>\u001b</c>, and unpaired surrogates become U+FFFD.
/// </remarks>
public static class VisibleText
{
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(shown, rune);
        return shown.ToString();
    }

    /// <summary>The same, cut after <paramref name="maxCharacters"/> with an ellipsis: a report shows, the history keeps.</summary>
    public static string Of(string? text, int maxCharacters)
    {
        var shown = Of(text);
        return shown.Length <= maxCharacters ? shown : string.Concat(shown.AsSpan(0, CutBefore(shown, maxCharacters)), "…");
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (Rune.IsControl(rune) || IsDirectionMark(rune))
            shown.Append("\\u").Append(rune.Value.ToString("x4"));
        else
            shown.Append(rune);
    }

    private static bool IsDirectionMark(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Never between the halves of a surrogate pair.</summary>
    private static int CutBefore(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
