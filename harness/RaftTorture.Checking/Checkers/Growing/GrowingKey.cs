using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

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

    private readonly string _checker;
    private readonly KeyCalls _key;
    private readonly Growth _growth;
    private readonly Additions _additions;
    private readonly CollectionRead[] _readsBySize;

    private GrowingKey(string checker, KeyCalls key, string f, Growth growth)
    {
        if (key.Calls.FirstOrDefault(call => call.F != f && call.F != CollectionRead.F) is { } alien)
            throw new HistoryFormatException(alien.Invocation.Index + 1, $"the {checker} checker knows {f} and {CollectionRead.F}, not {alien.F}");
        _checker = checker;
        _key = key;
        _growth = growth;
        _additions = new Additions(key.Calls, f);
        _readsBySize = [.. key.Calls
            .Where(call => call.F == CollectionRead.F && call.IsOk)
            .Select(CollectionRead.Of)
            .OrderBy(read => read.Elements.Length)];
    }

    /// <param name="checker">The checker's name.</param>
    /// <param name="key">The calls of one key.</param>
    /// <param name="f">The function that adds an element.</param>
    /// <param name="growth">How the collection grows.</param>
    /// <returns>A verdict, or null where there is nothing to say: the key is valid.</returns>
    /// <exception cref="HistoryFormatException">A call that no such collection knows.</exception>
    public static Verdict? Judge(string checker, KeyCalls key, string f, Growth growth)
    {
        var judge = new GrowingKey(checker, key, f, growth);
        return judge.FindPhantom()
            ?? judge.AdmitRepetition()
            ?? judge.FindDuplicate()
            ?? judge.FindDisagreement()
            ?? judge.FindContradiction()
            ?? judge.AdmitUnread();
    }

    private Verdict? FindPhantom()
    {
        foreach (var read in _readsBySize)
        {
            if (read.Elements.FirstOrDefault(element => _additions.WhyAbsent(element) is not null) is { } phantom)
                return Invalid($"process {read.Call.Process} read {phantom}, {_additions.WhyAbsent(phantom)}", read.Call);
        }

        return null;
    }

    private Verdict? AdmitRepetition() =>
        _additions.Repeated is { } element ? Unknown($"{element} was added twice, but this check needs unique elements") : null;

    private Verdict? FindDuplicate()
    {
        foreach (var read in _readsBySize)
        {
            if (read.Duplicate() is { } element)
                return Invalid($"process {read.Call.Process} read {element} twice, but it was added once", _additions.Of(element), read.Call);
        }

        return null;
    }

    private Verdict? FindDisagreement()
    {
        foreach (var (smaller, larger) in _readsBySize.Zip(_readsBySize.Skip(1)))
        {
            if (_growth(smaller.Elements, larger.Elements) is null)
                return Invalid($"the reads by process {smaller.Call.Process} and process {larger.Call.Process} disagree: neither can have grown from the other", smaller.Call, larger.Call);
        }

        return null;
    }

    private Verdict? FindContradiction()
    {
        var contradictions = ForcedOrder.Contradictions(Layers()).ToArray();
        var losses = contradictions.Where(pair => IsRead(pair.First) && !IsRead(pair.Second)).ToArray();
        if (losses.Length > 0)
            return Lost(losses);
        return contradictions.Length == 0 ? null : Invalid(Sentence(contradictions[0].First, contradictions[0].Second), contradictions[0].First, contradictions[0].Second);
    }

    /// <summary>Additions and reads in the order that the reads force.</summary>
    private List<IReadOnlyList<Call>> Layers()
    {
        var layers = new List<IReadOnlyList<Call>>();
        var reads = new List<Call>();
        ImmutableArray<Value> content = [];
        foreach (var read in _readsBySize)
        {
            var added = _growth(content, read.Elements)!;
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

    private Verdict Lost((Call First, Call Second)[] losses)
    {
        var elements = losses.Select(loss => loss.Second.Argument.ToString()).ToArray();
        var named = string.Join(", ", elements.Take(MostNamed)) + (elements.Length > MostNamed ? ", ..." : "");
        var verdict = Invalid(
            $"lost {elements.Length} acknowledged element(s): {named}; the read by process {losses[0].First.Process} lacks {elements[0]}",
            [.. losses.Take(MostNamed).Select(loss => loss.Second), losses[0].First]);
        return verdict with { Facts = [new("lost", string.Join(" ", elements))] };
    }

    private static string Sentence(Call first, Call second) => (IsRead(first), IsRead(second)) switch
    {
        (false, true) => $"process {second.Process} read {first.Argument} before process {first.Process} invoked its addition",
        (true, true) => $"process {first.Process} read less than process {second.Process} had read before it",
        _ => $"{first.Argument} was there before {second.Argument}, whose addition was acknowledged before that of {first.Argument} was invoked",
    };

    /// <summary>What nobody looked at after it was acknowledged may be lost.</summary>
    private Verdict? AdmitUnread()
    {
        var lastRead = _readsBySize.Select(read => read.Call.InvokedAt).DefaultIfEmpty(-1).Max();
        var unread = _additions.Acknowledged.Count(call => call.CompletedAt > lastRead);
        return unread == 0 ? null : Unknown($"{unread} acknowledged element(s) were never read back");
    }

    private static bool IsRead(Call call) => call.F == CollectionRead.F;

    private Verdict Unknown(string reason) => new(_checker, Validity.Unknown, $"{_key.Name}: {reason}") { Key = _key.Key };

    private Verdict Invalid(string reason, params IReadOnlyList<Call> calls) => new(_checker, Validity.Invalid, $"{_key.Name}: {reason}")
    {
        Key = _key.Key,
        Evidence = Call.EventsOf(calls),
    };
}
