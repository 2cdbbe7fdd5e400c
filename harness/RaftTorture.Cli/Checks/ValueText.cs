using System.Diagnostics;
using System.Text.Json;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Cli.Checks;

/// <summary>Values as arguments and in indexes.</summary>
internal static class ValueText
{
    /// <summary><c>null</c>, a number, a text in quotes or without.</summary>
    public static Value Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Of(document.RootElement) ?? Value.Of(text);
        }
        catch (JsonException)
        {
            return Value.Of(text);
        }
    }

    /// <returns>Null where the element is no value of a history.</returns>
    public static Value? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Value.Absent,
        JsonValueKind.Number when element.TryGetInt64(out var number) => Value.Of(number),
        JsonValueKind.String => Value.Of(element.GetString()),
        JsonValueKind.Array when element.EnumerateArray().Select(Of).ToArray() is var items && items.All(item => item is not null) => Value.Of(items!),
        _ => null,
    };

    /// <summary>In words: <c>absent</c>, <c>0</c>, <c>""</c>.</summary>
    public static string Words(Value value) => value switch
    {
        Value.Nil => "absent",
        Value.Text text => $"\"{text.Content}\"",
        Value.Number or Value.Items => value.ToString()!,
        _ => throw new UnreachableException(),
    };
}
