using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>A read of a whole collection.</summary>
/// <param name="Elements">What it returned; nothing where the key was absent.</param>
internal sealed record CollectionRead(Call Call, ImmutableArray<Value> Elements)
{
    public const string F = "read";

    /// <exception cref="HistoryFormatException">The read did not return a collection.</exception>
    public static CollectionRead Of(Call call) => call.Result switch
    {
        Value.Nil => new CollectionRead(call, []),
        Value.Items items => new CollectionRead(call, items.Content),
        _ => throw new HistoryFormatException(call.Completion!.Index + 1, $"a read of a collection returns a list, not {call.Result}"),
    };

    /// <summary>An element that stands in it twice, or null.</summary>
    public Value? Duplicate()
    {
        var seen = new HashSet<Value>();
        return Elements.FirstOrDefault(element => !seen.Add(element));
    }
}
