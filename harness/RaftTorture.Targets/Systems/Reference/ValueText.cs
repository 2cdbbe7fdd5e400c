using RaftTorture.Checking.Histories;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>How a history's values stand in the store, which holds text.</summary>
/// <remarks>
/// A number is its digits, a text is itself, and a list is its elements each followed by a line feed: so an append needs not
/// know whether it is the first. A list that is not so, as after a torn append, stays the text that it is: no list, for the
/// checker to see. A text that reads back as something else is refused, not silently changed.
/// </remarks>
internal static class ValueText
{
    private const char Separator = '\n';

    /// <exception cref="ArgumentException">The store cannot hold this value and give it back.</exception>
    public static string Scalar(Value value) => value switch
    {
        Value.Number number => number.Content.ToString(),
        Value.Text text when IsPlain(text.Content) => text.Content,
        _ => throw new ArgumentException($"the store cannot give this value back as it is: {value}"),
    };

    /// <summary>One element of a list, ready to be appended.</summary>
    /// <exception cref="ArgumentException">The store cannot hold this value and give it back.</exception>
    public static string Element(Value value) => Scalar(value) + Separator;

    /// <param name="text">What the store gave; null if the key is absent.</param>
    /// <param name="shape">What the workload keeps there.</param>
    public static Value Read(string? text, ValueShape shape) =>
        text is null ? Value.Absent
        : shape == ValueShape.Scalar ? ReadScalar(text)
        : ReadList(text);

    private static Value ReadList(string text) =>
        text.Split(Separator) is [.. { Length: > 0 } elements, ""] && elements.All(element => element.Length > 0)
            ? Value.Of(elements.Select(ReadScalar))
            : Value.Of(text);

    private static Value ReadScalar(string text) => IsNumber(text, out var number) ? Value.Of(number) : Value.Of(text);

    private static bool IsPlain(string text) => text.Length > 0 && !text.Contains(Separator) && !IsNumber(text, out _);

    /// <summary>Only the digits that a number is written with: <c>007</c> is a text.</summary>
    private static bool IsNumber(string text, out long number) => long.TryParse(text, out number) && number.ToString() == text;
}
