using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Streaming.Registers;

/// <summary>
/// Follows one register whose values are unique. Each answer names the one operation that wrote what it saw, so what must have
/// happened, and when at the latest, is known at once; the order of chains does the rest.
/// </summary>
internal sealed class RegisterStream : IStreamedObject
{
    /// <summary>So much may come in before it is worth looking for what is over.</summary>
    private const int LeastToForget = 16;

    // Looked up, never enumerated.
    private readonly Dictionary<Value, StreamedValue> _values = [];
    private readonly ChainOrder _order = new();
    private readonly LinkedList<long> _lookers = [];
    private int _forgetAbove = LeastToForget;

    public RegisterStream(Value initial)
    {
        var first = new StreamedValue(initial, from: null, writtenFrom: -1);
        _values[initial] = first;
        _order.Add(new ValueChain(first, firstReturn: -1));
    }

    public string? WhyLeft { get; private set; }

    public int RetainedCount => _values.Count + _order.Count + _lookers.Count;

    public IOpenCall Begin(HistoryEvent invocation, long at)
    {
        Forget(at);
        switch (invocation)
        {
            case { F: RegisterHistory.ReadF }:
                return new OpenRead(this, Looks(at));
            case { F: RegisterHistory.WriteF }:
                return new OpenWrite(this, Writes(invocation.Value, from: null, at));
            case { F: RegisterHistory.CasF, Value: Value.Items { Content: [var expected, var next] } }:
                return new OpenCas(this, Looks(at), Writes(next, expected, at));
            default:
                WhyLeft ??= $"no register does {invocation.F} {invocation.Value}";
                return new OpenRead(this, Looks(at));
        }
    }

    /// <summary>An operation is open that may tell what it saw.</summary>
    private LinkedListNode<long> Looks(long at) => _lookers.AddLast(at);

    public void HasLooked(LinkedListNode<long> looker) => _lookers.Remove(looker);

    /// <summary>An operation is open that may write a value.</summary>
    private StreamedValue Writes(Value content, Value? from, long at)
    {
        var value = new StreamedValue(content, from, at);
        if (!_values.TryAdd(content, value))
            WhyLeft ??= $"{content} is written again while it may still be seen";
        return value;
    }

    /// <summary>Something saw a value.</summary>
    /// <param name="call">When it was invoked.</param>
    /// <param name="at">When it returned.</param>
    public Finding? Saw(Value content, long call, long at)
    {
        if (!_values.TryGetValue(content, out var value))
            return new Finding($"saw {content}, which nobody can have written so that it was still there");
        if (Happened(value, at) is { } impossible)
            return impossible;
        if (value.ReplacedAt < call)
            return new Finding($"saw {content}, which a cas had replaced before");
        if (_order.Extend(value.Chain!, call) is { } other)
            return new Finding($"saw {content}, which then was there both before and after {other.Name}");
        value.Chain!.Return(value, at);
        return null;
    }

    /// <summary>A write or cas succeeded.</summary>
    public Finding? Succeeded(StreamedValue value, long at)
    {
        if (Happened(value, at) is { } impossible)
            return impossible;
        value.Chain!.Return(value, at);
        return null;
    }

    /// <summary>A write or cas certainly never happens.</summary>
    public Finding? Withdraw(StreamedValue value)
    {
        if (value.Chain is not null)
            return new Finding($"did not write {value.Content}, but that was seen");
        _values.Remove(value.Content);
        return null;
    }

    /// <summary>A value was there, and so was all that cas made it of.</summary>
    private Finding? Happened(StreamedValue value, long at)
    {
        // Each made by a cas of the one above it.
        var needed = new Stack<StreamedValue>();
        for (var next = value; next.Chain is null; next = _values[next.From])
        {
            if (needed.Count > _values.Count)
                return new Finding($"needs {value.Content}, which only cas can have made of itself");
            if (next.From is null)
            {
                _order.Add(new ValueChain(next, at));
                break;
            }

            if (WhyNoCas(next) is { } impossible)
                return impossible;
            needed.Push(next);
        }

        return Follow(needed);
    }

    private Finding? WhyNoCas(StreamedValue made)
    {
        if (!_values.TryGetValue(made.From!, out var from))
            return new Finding($"needs a cas from {made.From} to {made.Content}, but nobody can have written {made.From} so that it was still there");
        return from.Chain is { } chain && chain.Last != from
            ? new Finding($"needs a cas from {made.From} to {made.Content}, but another cas had replaced {made.From}")
            : null;
    }

    private Finding? Follow(Stack<StreamedValue> values)
    {
        while (values.TryPop(out var value))
        {
            var chain = _values[value.From!].Chain!;
            chain.Append(value);
            if (_order.Extend(chain, value.WrittenFrom) is { } other)
                return new Finding($"needs {value.Content}, which then was there both before and after {other.Name}");
        }

        return null;
    }

    /// <summary>Forgets what nobody can see any more. Looked for each time that as much has come in as must be looked through: it costs each value little.</summary>
    private void Forget(long at)
    {
        if (_values.Count + _order.Count <= _forgetAbove)
            return;
        var horizon = _lookers.First?.Value ?? at;
        foreach (var chain in _order.Settle(horizon))
            Remove(chain.Clear());
        foreach (var chain in _order.Chains)
            Remove(chain.Trim(horizon));
        _forgetAbove = _values.Count + (2 * _order.Count) + LeastToForget;
    }

    private void Remove(IReadOnlyList<StreamedValue> values)
    {
        foreach (var value in values)
            _values.Remove(value.Content);
    }
}
