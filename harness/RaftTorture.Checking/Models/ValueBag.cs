using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>Values without an order, each as often as it was added; bags with the same values are equal.</summary>
public sealed class ValueBag : IEquatable<ValueBag>
{
    public static readonly ValueBag Empty = new(new Value.Items([]));

    private readonly Value.Items _sorted;

    private ValueBag(Value.Items sorted) => _sorted = sorted;

    /// <summary>In an order of their own.</summary>
    public IReadOnlyList<Value> Values => _sorted.Content;

    public int Count => _sorted.Content.Length;

    public static ValueBag Of(IEnumerable<Value> values) => new(new Value.Items([.. values.Order(ValueOrder.Instance)]));

    public bool Contains(Value value) => Find(value) >= 0;

    public ValueBag Add(Value value)
    {
        var at = Find(value);
        return new ValueBag(new Value.Items(_sorted.Content.Insert(at < 0 ? ~at : at, value)));
    }

    /// <summary>Without one of this value; the same bag where there is none.</summary>
    public ValueBag Remove(Value value)
    {
        var at = Find(value);
        return at < 0 ? this : new ValueBag(new Value.Items(_sorted.Content.RemoveAt(at)));
    }

    public bool Equals(ValueBag? other) => other is not null && _sorted.Equals(other._sorted);

    public override bool Equals(object? obj) => Equals(obj as ValueBag);

    public override int GetHashCode() => _sorted.GetHashCode();

    private int Find(Value value) => _sorted.Content.BinarySearch(value, ValueOrder.Instance);
}
