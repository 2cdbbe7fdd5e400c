using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Growing;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>How a collection may have grown from one read to another: all that tells a list from a set.</summary>
/// <returns>The new elements, in layers of which each must have been added before the next; null where no growth leads from one to the other.</returns>
internal delegate IReadOnlyList<IReadOnlyList<Value>>? Growth(ImmutableArray<Value> from, ImmutableArray<Value> to);

/// <summary>
/// Judges one collection that only grows, by unique elements. Its reads say everything: sorted by size they force
/// the order of all that was seen (what a read shows, the read, what the next shows besides, ...), and what was acknowledged but
/// never seen comes last. The history is linearizable exactly if each read grows from the one before and real
/// time does not contradict that order.
/// </summary>
internal sealed class GrowingKey
{
    private const int MostNamed = 10;

    private readonly GrowingObject _object;
    private readonly Additions _additions;
    private readonly CollectionRead[] _readsBySize;

    private GrowingKey(GrowingObject collection, IReadOnlyList<Call> calls)
    {
        _object = collection;
        _additions = new Additions(calls, collection.F);
        _readsBySize = [.. calls
            .Where(call => call.F == CollectionRead.F && call.IsOk)
            .Select(CollectionRead.Of)
            .OrderBy(read => read.Elements.Length)];
    }

    /// <param name="checker">The checker's name.</param>
    /// <param name="key">The calls of one key.</param>
    /// <param name="f">The function that adds an element.</param>
    /// <param name="growth">How the collection grows.</param>
    /// <param name="limits">Where they are reached, a violation is explained as far as it was understood by then.</param>
    /// <param name="deadline">Counts calls, and the elements of each read.</param>
    /// <returns>A verdict, or null where there is nothing to say: the key is valid.</returns>
    /// <exception cref="HistoryFormatException">A call that no such collection knows.</exception>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public static Verdict? Judge(string checker, KeyCalls key, string f, Growth growth, CheckLimits limits, Deadline deadline)
    {
        var calls = deadline.Watch(key.Calls);
        if (calls.FirstOrDefault(call => call.F != f && call.F != CollectionRead.F) is { } alien)
            throw new HistoryFormatException(alien.Invocation.Index + 1, $"the {checker} checker knows {f} and {CollectionRead.F}, not {alien.F}");
        var collection = GrowingObject.Of(calls, f, growth);
        return Find(collection with { Growth = Watched }, calls) switch
        {
            null => null,
            GrowingFinding.Open open => new Verdict(checker, Validity.Unknown, $"{key.Name}: {open.Words}") { Key = key.Key },
            GrowingFinding.Broken broken => Verdicts.Reject(checker, key, GrowingViolation.Of(key, collection, limits)) with { Facts = broken.Facts },
            _ => throw new UnreachableException(),
        };

        IReadOnlyList<IReadOnlyList<Value>>? Watched(ImmutableArray<Value> from, ImmutableArray<Value> to)
        {
            for (var i = 0; i < to.Length; i++)
                deadline.Tick();
            return growth(from, to);
        }
    }

    /// <summary>What there is to say of some of an object's calls, or null.</summary>
    public static GrowingFinding? Find(GrowingObject collection, IReadOnlyList<Call> calls)
    {
        var judge = new GrowingKey(collection, calls);
        return judge.FindPhantom()
            ?? judge.AdmitRepetition()
            ?? judge.FindDuplicate()
            ?? judge.FindDisagreement()
            ?? judge.FindContradiction()
            ?? (GrowingFinding?)judge.AdmitUnread();
    }

    /// <summary>The order that the reads force, of calls with which nothing is wrong.</summary>
    public static IReadOnlyList<Call> Order(GrowingObject collection, IReadOnlyList<Call> calls) =>
        [.. new GrowingKey(collection, calls).Layers().SelectMany(layer => layer)];

    private GrowingFinding.Broken? FindPhantom()
    {
        foreach (var read in _readsBySize)
        {
            if (read.Elements.FirstOrDefault(element => !_additions.MayHold(element)) is { } phantom)
                return _object.Phantom(phantom, read.Call);
        }

        return null;
    }

    private GrowingFinding.Open? AdmitRepetition() =>
        _additions.Repeated is { } element
            ? new GrowingFinding.Open($"{element} was added twice, but this check needs unique elements", IsDecided: false)
            : null;

    private GrowingFinding.Broken? FindDuplicate()
    {
        foreach (var read in _readsBySize)
        {
            if (read.Duplicate() is not { } element)
                continue;
            var sentence = $"process {read.Call.Process} read {element} twice, but it was added once";
            return Broken(ViolationClass.DuplicateElement, sentence, _additions.Of(element));
        }

        return null;
    }

    private GrowingFinding.Broken? FindDisagreement()
    {
        foreach (var (smaller, larger) in _readsBySize.Zip(_readsBySize.Skip(1)))
        {
            if (_object.Growth(smaller.Elements, larger.Elements) is not null)
                continue;
            var readers = $"process {smaller.Call.Process} and process {larger.Call.Process}";
            return Broken(ViolationClass.OrderDisagreement, $"the reads by {readers} disagree: neither can have grown from the other");
        }

        return null;
    }

    private GrowingFinding.Broken? FindContradiction()
    {
        var contradictions = ForcedOrder.Contradictions(Layers()).ToArray();
        var missing = contradictions.Where(pair => IsRead(pair.First) && !IsRead(pair.Second)).ToArray();
        var lost = missing.Where(pair => !_object.IsEverSeen(pair.Second.Argument)).ToArray();
        if (lost.Length > 0)
            return Lost(lost);
        return missing.Concat(contradictions).Select(pair => Contradiction(pair.First, pair.Second)).FirstOrDefault();
    }

    /// <summary>Additions and reads in the order that the reads force.</summary>
    private List<IReadOnlyList<Call>> Layers()
    {
        var layers = new List<IReadOnlyList<Call>>();
        var reads = new List<Call>();
        ImmutableArray<Value> content = [];
        foreach (var read in _readsBySize)
        {
            var added = _object.Growth(content, read.Elements)!;
            if (added.Count > 0)
            {
                layers.Add(reads);
                layers.AddRange(added.Select(elements => elements.Select(_additions.Of).ToArray()));
                reads = [];
            }

            reads.Add(read.Call);
            content = read.Elements;
        }

        layers.Add(reads);
        layers.Add(Unseen(content));
        return layers;
    }

    private Call[] Unseen(ImmutableArray<Value> seen)
    {
        var seenSet = seen.ToHashSet();
        return [.. _additions.Acknowledged.Where(call => !seenSet.Contains(call.Argument))];
    }

    private static GrowingFinding.Broken Lost((Call First, Call Second)[] losses)
    {
        var elements = losses.Select(loss => loss.Second.Argument.ToString()).ToArray();
        var named = string.Join(", ", elements.Take(MostNamed)) + (elements.Length > MostNamed ? ", ..." : "");
        var sentence = $"lost {elements.Length} acknowledged element(s): {named}; the read by process {losses[0].First.Process} lacks {elements[0]}";
        return Broken(ViolationClass.LostElement, sentence, [.. losses.Take(MostNamed).Select(loss => loss.Second)]) with
        {
            Facts = [new("lost", string.Join(" ", elements))],
        };
    }

    private static GrowingFinding.Broken Contradiction(Call first, Call second) => (IsRead(first), IsRead(second)) switch
    {
        (true, false) => Broken(
            ViolationClass.StaleRead,
            $"the read by process {first.Process} lacks {second.Argument}, whose addition had been acknowledged before"),
        (false, true) => Broken(
            ViolationClass.FutureRead,
            $"process {second.Process} read {first.Argument} before process {first.Process} invoked its addition"),
        (true, true) => Broken(ViolationClass.Inversion, $"process {first.Process} read less than process {second.Process} had read before it"),
        _ => Broken(
            ViolationClass.OrderDisagreement,
            $"{first.Argument} was there before {second.Argument}, whose addition was acknowledged before that of {first.Argument} was invoked"),
    };

    /// <summary>What nobody looked at after it was acknowledged may be lost.</summary>
    private GrowingFinding.Open? AdmitUnread()
    {
        var lastRead = _readsBySize.Select(read => read.Call.InvokedAt).DefaultIfEmpty(-1).Max();
        var unread = _additions.Acknowledged.Count(call => call.CompletedAt > lastRead);
        return unread == 0 ? null : new GrowingFinding.Open($"{unread} acknowledged element(s) were never read back", IsDecided: true);
    }

    private static bool IsRead(Call call) => call.F == CollectionRead.F;

    private static GrowingFinding.Broken Broken(ViolationClass kind, string sentence, params Call[] named) =>
        new(new Reason(kind, sentence) { Named = named });
}
