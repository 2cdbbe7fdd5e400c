using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>One collection, with what its whole history tells of its elements: needed for the words, not for the verdict.</summary>
/// <param name="F">The function that adds an element.</param>
/// <param name="Growth">How it grows.</param>
/// <param name="Additions">All of its history.</param>
/// <param name="Seen">All elements that any read showed.</param>
internal sealed record GrowingObject(string F, Growth Growth, Additions Additions, IReadOnlySet<Value> Seen)
{
    public static GrowingObject Of(IReadOnlyList<Call> calls, string f, Growth growth)
    {
        var reads = calls.Where(call => call.F == CollectionRead.F && call.IsOk).Select(CollectionRead.Of);
        return new GrowingObject(f, growth, new Additions(calls, f), reads.SelectMany(read => read.Elements).ToHashSet());
    }

    public bool IsEverSeen(Value element) => Seen.Contains(element);

    /// <summary>A read showed an element that nobody can have added by then.</summary>
    public GrowingFinding.Broken Phantom(Value element, Call read)
    {
        var start = $"process {read.Process} read {element}";
        if (Additions.MayHold(element))
            return Because(ViolationClass.FutureRead, $"{start} before process {Additions.Of(element).Process} invoked its addition", Additions.Of(element));
        return Additions.FailedOf(element) is { } failed
            ? Because(ViolationClass.AbortedRead, $"{start}, whose addition failed", failed)
            : Because(ViolationClass.PhantomElement, $"{start}, which nobody ever added");
    }

    private static GrowingFinding.Broken Because(ViolationClass kind, string sentence, params Call[] named) =>
        new(new Reason(kind, sentence) { Named = named });
}
