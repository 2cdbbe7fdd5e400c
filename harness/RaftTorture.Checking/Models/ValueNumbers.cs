using System.Runtime.InteropServices;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>Numbers values from 0 in the order in which they come. Numeric values, which most are, cost no call to compare.</summary>
internal sealed class ValueNumbers
{
    // Looked up, never enumerated.
    private readonly Dictionary<long, int> _numeric = [];
    private readonly Dictionary<Value, int> _others = [];

    public int Count { get; private set; }

    public int Of(Value value)
    {
        var isKnown = false;
        ref var number = ref value is Value.Number numeric
            ? ref CollectionsMarshal.GetValueRefOrAddDefault(_numeric, numeric.Content, out isKnown)
            : ref CollectionsMarshal.GetValueRefOrAddDefault(_others, value, out isKnown);
        if (!isKnown)
            number = Count++;
        return number;
    }
}
