using System.Collections.Immutable;
using RaftTorture.Checking.Checkers.Growing;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming.Collections;

/// <summary>
/// Follows one collection that only grows, by unique elements. Every read must show what was acknowledged before it began, nothing that nobody
/// added, and grow from or into every other read; what it shows must not be younger than something acknowledged that it lacks.
/// </summary>
/// <param name="addition">The function that adds an element.</param>
/// <param name="order">How this kind of collection grows.</param>
internal sealed class CollectionStream(string addition, IGrowthOrder order) : IStreamedObject
{
    // Looked up, never enumerated.
    private readonly Dictionary<Value, StreamedElement> _elements = [];

    /// <summary>In the order in which they were acknowledged.</summary>
    private readonly List<StreamedElement> _acknowledged = [];

    /// <summary>When a read returned that was larger than all before it, and its size.</summary>
    private readonly List<(long At, int Size)> _records = [];

    public string? WhyLeft { get; private set; }

    public int RetainedCount => _elements.Count + _acknowledged.Count + _records.Count;

    public IOpenCall Begin(HistoryEvent invocation, long at)
    {
        if (invocation.F == addition)
            return new OpenAddition(this, Adds(invocation.Value, at));
        if (invocation.F != CollectionRead.F)
            WhyLeft ??= $"a collection that grows by {addition} does no {invocation.F}";
        return new OpenCollectionRead(this, at);
    }

    public void Acknowledge(StreamedElement element, long at)
    {
        element.AcknowledgedAt = at;
        _acknowledged.Add(element);
    }

    /// <summary>The addition certainly never happens.</summary>
    public Finding? Withdraw(StreamedElement element)
    {
        if (element.IsSeen)
            return new Finding($"failed to add {element.Content}, but that was read");
        _elements.Remove(element.Content);
        return null;
    }

    /// <summary>A read ended.</summary>
    /// <param name="call">When it was invoked.</param>
    public Finding? Read(Value answer, long call, long at)
    {
        var read = new List<StreamedElement>();
        foreach (var content in Contents(answer))
        {
            if (!_elements.TryGetValue(content, out var element))
                return new Finding($"shows {content}, which nobody added");
            if (element.LastRead == at)
                return new Finding($"shows {content} twice, but it was added once");
            element.LastRead = at;
            read.Add(element);
        }

        if ((order.Admit(read, at) ?? WhyTooSmall(read, call, at)) is { } reason)
            return new Finding(reason);
        foreach (var element in read)
            element.IsSeen = true;
        if (read.Count > _records.LastOrDefault().Size)
            _records.Add((at, read.Count));
        return null;
    }

    private StreamedElement Adds(Value content, long at)
    {
        var element = new StreamedElement(content, at);
        if (!_elements.TryAdd(content, element))
            WhyLeft ??= $"{content} is added twice";
        return element;
    }

    private string? WhyTooSmall(List<StreamedElement> read, long call, long at)
    {
        if (_records.FindLast(record => record.At < call) is var (_, size) && size > read.Count)
            return "shows less than another read had shown before it began";
        var after = read.Select(element => element.AddedFrom).Append(call).Max();
        var mustShow = read.Count(element => element.AcknowledgedAt < after);
        var lacking = AcknowledgedBefore(after) == mustShow ? null : _acknowledged.Find(element => element.LastRead != at);
        if (lacking is null)
            return null;
        return lacking.AcknowledgedAt < call
            ? $"lacks {lacking.Content}, which had been acknowledged before it began"
            : $"lacks {lacking.Content}, and shows what was added only after {lacking.Content} had been acknowledged";
    }

    private int AcknowledgedBefore(long time)
    {
        var (low, high) = (0, _acknowledged.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_acknowledged[middle].AcknowledgedAt < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>What is no list is taken as one strange element, as in <see cref="CollectionRead"/>.</summary>
    private static ImmutableArray<Value> Contents(Value answer) => answer switch
    {
        Value.Nil => [],
        Value.Items items => items.Content,
        _ => [Value.Of([answer])],
    };
}

/// <summary>An addition under way.</summary>
internal sealed class OpenAddition(CollectionStream collection, StreamedElement element) : IOpenCall
{
    public Finding? End(HistoryEvent completion, long at)
    {
        if (completion.Type == EventType.Fail)
            return collection.Withdraw(element);
        if (completion.Type == EventType.Ok)
            collection.Acknowledge(element, at);
        return null;
    }
}

/// <summary>A read of a collection under way.</summary>
internal sealed class OpenCollectionRead(CollectionStream collection, long call) : IOpenCall
{
    public Finding? End(HistoryEvent completion, long at) =>
        completion.Type == EventType.Ok ? collection.Read(completion.Value, call, at) : null;
}
