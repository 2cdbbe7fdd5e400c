using System.Collections;
using System.Globalization;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>What calls carry, as a history holds it.</summary>
public static class ValueOf
{
    /// <summary>
    /// Null is absence; whole numbers are numbers; texts are texts; what can be enumerated is a list; anything else is its text in the
    /// invariant culture. Two things are the same value if they come to the same.
    /// </summary>
    public static Value Any(object? content) => content switch
    {
        null => Value.Absent,
        Value value => value,
        string text => Value.Of(text),
        sbyte or byte or short or ushort or int or uint or long => Value.Of(Convert.ToInt64(content, CultureInfo.InvariantCulture)),
        IEnumerable items => Value.Of(items.Cast<object?>().Select(Any)),
        IFormattable formattable => Value.Of(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Value.Of(content.ToString()),
    };
}
