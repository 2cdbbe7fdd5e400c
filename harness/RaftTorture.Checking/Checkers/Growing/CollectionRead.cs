using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>A read of a whole collection.</summary>
/// <param name="Elements">What it returned; nothing where the key was absent.</param>
internal sealed record CollectionRead(Call Call, ImmutableArray<Value> Elements)
{
    public const string F = "read";

    /// <summary>What is no list is taken as one strange element, itself a list: nobody added it, so that the read is found wrong and not the file.</summary>
    public static CollectionRead Of(Call call) => call.Result switch
    {
        Value.Nil => new CollectionRead(call, []),
        Value.Items items => new CollectionRead(call, items.Content),
        var mangled => new CollectionRead(call, [Value.Of([mangled])]),
    };

    /// <summary>An element that stands in it twice, or null.</summary>
    public Value? Duplicate()
    {
        var seen = new HashSet<Value>();
        return Elements.FirstOrDefault(element => !seen.Add(element));
    }
}
