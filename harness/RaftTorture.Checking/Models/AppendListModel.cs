using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>A list: <c>append</c> an element to its end, <c>read</c> all of it. Elements may repeat.</summary>
public readonly struct AppendListModel : IModel<Value.Items>
{
    private static readonly Value.Items Empty = new([]);

    public static string Name => "append-list";

    public static Value.Items Initial(Value? given) =>
        Read(given ?? Empty) ?? throw new ArgumentException($"a list starts as a list, not as {given}", nameof(given));

    public static bool Step(Value.Items state, Call call, out Value.Items next)
    {
        next = call.F switch
        {
            "append" => new Value.Items(state.Content.Add(call.Argument)),
            "read" => state,
            _ => throw Arguments.Unknown(Name, call),
        };
        return call.F != "read" || call.IsUnknown || state.Equals(Read(call.Result));
    }

    public static bool IsReadOnly(Call call) => call.F == "read";

    /// <summary>A list only grows: what no answer starts with will never be answered, however it goes on.</summary>
    public static Predicate<Value.Items> CanBeSeen(IReadOnlyList<Call> calls)
    {
        Value.Items[] answers = [.. calls.Where(call => call is { F: "read", IsOk: true }).Select(call => Read(call.Result)).OfType<Value.Items>().Distinct()];
        return state => Array.Exists(answers, answer => answer.Content.AsSpan().StartsWith(state.Content.AsSpan()));
    }

    public static long SizeOf(Value.Items state) => 64 + (8L * state.Content.Length);

    private static Value.Items? Read(Value answer) => answer is Value.Nil ? Empty : answer as Value.Items;
}
