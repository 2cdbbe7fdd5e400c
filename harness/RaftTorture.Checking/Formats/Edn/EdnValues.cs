using System.Diagnostics;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>What forms mean as values of a history. Keywords keep their colon: <c>:a</c> and <c>"a"</c> are different values.</summary>
internal static class EdnValues
{
    /// <summary>Of an event whose value is only shown: anything goes.</summary>
    public static Value Shown(EdnForm form) => Of(form, Value.Of);

    /// <summary>Of an event whose value is judged.</summary>
    /// <exception cref="HistoryFormatException">A number in it cannot be held exactly, and what is not exact is not judged.</exception>
    public static Value Judged(EdnForm form, int line) =>
        Of(form, number => throw new HistoryFormatException(line, $"{number} is not a whole number of at most 64 bits"));

    /// <summary>As a key or a word: 7 and "7" are the same key.</summary>
    public static string Name(EdnForm form) => form switch
    {
        EdnForm.Text text => text.Content,
        EdnForm.Keyword keyword => keyword.Name,
        _ => Shown(form).ToString()!,
    };

    private static Value Of(EdnForm form, Func<string, Value> odd) => form switch
    {
        EdnForm.Nil => Value.Absent,
        EdnForm.Number number => Value.Of(number.Content),
        EdnForm.OtherNumber number => odd(number.Content),
        EdnForm.Text text => Value.Of(text.Content),
        EdnForm.Keyword keyword => Value.Of($":{keyword.Name}"),
        EdnForm.Word word => Value.Of(word.Content),
        EdnForm.Sequence sequence => Value.Of(sequence.Items.Select(item => Of(item, odd))),
        EdnForm.Set set => Ordered(set.Items.Select(item => Of(item, odd))),
        EdnForm.Map map => Ordered(map.Entries.Select(entry => Value.Of([Of(entry.Key, odd), Of(entry.Value, odd)]))),
        _ => throw new UnreachableException(),
    };

    /// <summary>Sets and maps are written in any order; equal ones must become equal values.</summary>
    private static Value Ordered(IEnumerable<Value> items) =>
        Value.Of(items.OrderBy(item => item is Value.Number number ? number.Content : long.MaxValue).ThenBy(item => item.ToString(), StringComparer.Ordinal));
}
