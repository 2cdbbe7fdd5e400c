using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>
/// A set: <c>add</c>, <c>remove</c>, <c>read</c> of all elements in any order, <c>contains</c> an element, which answers 1 or 0. Adding what is
/// there and removing what is not changes nothing.
/// </summary>
public readonly struct SetModel : IModel<ValueBag>
{
    public static string Name => "set";

    public static ValueBag Initial(Value? given) => given switch
    {
        null or Value.Nil => ValueBag.Empty,
        Value.Items items => ValueBag.Of(items.Content.Distinct()),
        _ => throw new ArgumentException($"a set starts as a list of its elements, not as {given}", nameof(given)),
    };

    public static bool Step(ValueBag state, Call call, out ValueBag next)
    {
        next = call.F switch
        {
            "add" => state.Contains(call.Argument) ? state : state.Add(call.Argument),
            "remove" => state.Remove(call.Argument),
            "read" or "contains" => state,
            _ => throw Arguments.Unknown(Name, call),
        };
        return call.IsUnknown || call.F switch
        {
            "read" => call.Result is Value.Nil ? state.Count == 0 : call.Result is Value.Items read && ValueBag.Of(read.Content).Equals(state),
            "contains" => call.Result == Value.Of(state.Contains(call.Argument) ? 1 : 0),
            _ => true,
        };
    }

    public static bool IsReadOnly(Call call) => call.F is "read" or "contains";

    public static long SizeOf(ValueBag state) => 64 + (8L * state.Count);
}
