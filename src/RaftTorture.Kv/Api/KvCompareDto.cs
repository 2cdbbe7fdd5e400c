using System.Diagnostics;

namespace RaftTorture.Kv.Api;

/// <summary>One condition of a transaction, as it came.</summary>
/// <example><code>{"key":"k","is":"=","value":"a"}</code></example>
/// <param name="Key">The key.</param>
/// <param name="Is"><c>=</c>, <c>!=</c>, <c>&lt;</c> or <c>&gt;</c>, ordinal.</param>
/// <param name="Value">What its value must stand so to; null: absence, for = and != only.</param>
public sealed record KvCompareDto(string Key, string Is, string? Value)
{
    internal static KvCompareDto From(KvCompare compare) => new(compare.Key, Symbol(compare.Relation), compare.Target);

    /// <summary>What it means; only after <see cref="KvGrammar"/> has no complaint.</summary>
    internal KvCompare ToCompare() => new(Key, Relation(Is) ?? throw new UnreachableException(Is), Value);

    internal static KvRelation? Relation(string symbol) => symbol switch
    {
        "=" => KvRelation.Equal,
        "!=" => KvRelation.NotEqual,
        "<" => KvRelation.Less,
        ">" => KvRelation.Greater,
        _ => null,
    };

    private static string Symbol(KvRelation relation) => relation switch
    {
        KvRelation.Equal => "=",
        KvRelation.NotEqual => "!=",
        KvRelation.Less => "<",
        KvRelation.Greater => ">",
        _ => throw new UnreachableException($"{relation}"),
    };
}
