using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming.Registers;

/// <summary>
/// Values that follow each other without a gap: one that was written, and those that cas made of it. No order can put another value
/// between them.
/// </summary>
/// <remarks>
/// With unique values this is all that an order has to respect: a chain must be there from <see cref="FirstReturn"/> to
/// <see cref="LastCall"/>, or, if these stand the other way round, at some point between them (Gibbons and Korach, SIAM J. Comput. 26(4)
/// 1997, for values; extended to chains).
/// </remarks>
internal sealed class ValueChain
{
    /// <summary>The values that may still be seen, in their order; none once the chain is over.</summary>
    private readonly List<StreamedValue> _values = [];

    /// <param name="root">The value at its start, which no cas wrote.</param>
    /// <param name="firstReturn">When the first operation returned that shows it.</param>
    public ValueChain(StreamedValue root, long firstReturn)
    {
        FirstReturn = firstReturn;
        LastCall = root.WrittenFrom;
        Name = root.Content;
        Append(root);
    }

    /// <summary>No operation on it returned before.</summary>
    public long FirstReturn { get; }

    /// <summary>No operation that is known to be on it was invoked later.</summary>
    public long LastCall { get; set; }

    /// <summary>The value to name it by.</summary>
    public Value Name { get; }

    public IReadOnlyList<StreamedValue> Values => _values;

    public StreamedValue Last => _values[^1];

    public void Append(StreamedValue value)
    {
        value.Chain = this;
        _values.Add(value);
    }

    /// <summary>An operation on a value has returned: what stands before it in the chain is over.</summary>
    public void Return(StreamedValue value, long at)
    {
        for (var i = _values.LastIndexOf(value) - 1; i >= 0 && _values[i].ReplacedAt == long.MaxValue; i--)
            _values[i].ReplacedAt = at;
    }

    /// <summary>Drops from its start what nobody can see any more.</summary>
    /// <param name="horizon">No operation that may yet tell what it saw was invoked before.</param>
    public IReadOnlyList<StreamedValue> Trim(long horizon) => Take(Math.Max(0, _values.FindIndex(value => value.ReplacedAt >= horizon)));

    /// <summary>Drops all values.</summary>
    public IReadOnlyList<StreamedValue> Clear() => Take(_values.Count);

    private List<StreamedValue> Take(int count)
    {
        var taken = _values.GetRange(0, count);
        _values.RemoveRange(0, count);
        return taken;
    }
}
