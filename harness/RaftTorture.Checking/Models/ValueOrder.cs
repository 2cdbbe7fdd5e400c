using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>A total order of values, so that collections without an order have one form: absence, numbers, texts by code unit, lists.</summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static readonly ValueOrder Instance = new();

    public int Compare(Value? x, Value? y) => (x, y) switch
    {
        (Value.Number a, Value.Number b) => a.Content.CompareTo(b.Content),
        (Value.Text a, Value.Text b) => string.CompareOrdinal(a.Content, b.Content),
        (Value.Items a, Value.Items b) => CompareItems(a, b),
        _ => Rank(x).CompareTo(Rank(y)),
    };

    private int CompareItems(Value.Items a, Value.Items b)
    {
        for (var i = 0; i < Math.Min(a.Content.Length, b.Content.Length); i++)
        {
            if (Compare(a.Content[i], b.Content[i]) is not 0 and var difference)
                return difference;
        }

        return a.Content.Length.CompareTo(b.Content.Length);
    }

    private static int Rank(Value? value) => value switch
    {
        Value.Nil => 0,
        Value.Number => 1,
        Value.Text => 2,
        Value.Items => 3,
        _ => -1,
    };
}
