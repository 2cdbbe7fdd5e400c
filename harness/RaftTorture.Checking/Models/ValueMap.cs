using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>A value for each of some keys; maps with the same pairs are equal.</summary>
public sealed class ValueMap : IEquatable<ValueMap>
{
    public static readonly ValueMap Empty = new(ImmutableSortedDictionary.Create<Value, Value>(ValueOrder.Instance));

    private readonly ImmutableSortedDictionary<Value, Value> _pairs;

    private ValueMap(ImmutableSortedDictionary<Value, Value> pairs) => _pairs = pairs;

    public int Count => _pairs.Count;

    /// <summary>In the order of their keys.</summary>
    public IEnumerable<Value> Values => _pairs.Values;

    /// <returns>Null where the key has none.</returns>
    public Value? Get(Value key) => _pairs.GetValueOrDefault(key);

    public ValueMap With(Value key, Value value) => new(_pairs.SetItem(key, value));

    public ValueMap Without(Value key) => new(_pairs.Remove(key));

    public bool Equals(ValueMap? other) => other is not null && _pairs.SequenceEqual(other._pairs);

    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var (key, value) in _pairs)
            hash = unchecked((((hash * 31) + key.GetHashCode()) * 31) + value.GetHashCode());
        return hash;
    }
}
