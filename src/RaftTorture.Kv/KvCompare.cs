using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>One condition of a transaction: how a key's value stands to a target.</summary>
/// <param name="Key">The key.</param>
/// <param name="Relation">How the value must stand to the target.</param>
/// <param name="Target">A text; or null, absence: equal only to an absent key, and neither below nor above anything.</param>
public sealed record KvCompare(string Key, KvRelation Relation, string? Target)
{
    /// <summary>Whether it holds for the key's value, null if the key is absent.</summary>
    public bool Holds(string? value) => Relation switch
    {
        KvRelation.Equal => value == Target,
        KvRelation.NotEqual => value != Target,
        KvRelation.Less => AreTexts(value) && string.CompareOrdinal(value, Target) < 0,
        KvRelation.Greater => AreTexts(value) && string.CompareOrdinal(value, Target) > 0,
        _ => throw new UnreachableException($"{Relation}"),
    };

    private bool AreTexts(string? value) => value is not null && Target is not null;
}

/// <summary>How two texts stand to each other, ordinal: by their UTF-16 code units.</summary>
public enum KvRelation : byte
{
    Equal = 1,
    NotEqual = 2,
    Less = 3,
    Greater = 4,
}
