using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>Many registers at once.</summary>
/// <param name="Written">Those that were written.</param>
/// <param name="Initial">What the others hold.</param>
public readonly record struct MultiRegisterState(ValueMap Written, Value Initial);

/// <summary>
/// Registers that a <c>txn</c> reads and writes at one instant. It asks for a list of micro-operations [op, key, value] with op <c>r</c> or
/// <c>w</c>, and is answered the same list with the values that it read; later ones see what earlier ones wrote.
/// </summary>
public readonly struct MultiRegisterModel : IModel<MultiRegisterState>
{
    private static readonly Value Read = Value.Of("r");
    private static readonly Value Write = Value.Of("w");

    public static string Name => "multi-register";

    public static bool IsPerKey => false;

    public static MultiRegisterState Initial(Value? given) => new(ValueMap.Empty, given ?? Value.Absent);

    public static bool Step(MultiRegisterState state, Call call, out MultiRegisterState next)
    {
        if (call.F != "txn")
            throw Arguments.Unknown(Name, call);
        var asked = Arguments.List(call).Content;
        var answered = (call.Result as Value.Items)?.Content;
        var (written, isPossible) = (state.Written, call.IsUnknown || answered?.Length == asked.Length);
        for (var i = 0; i < asked.Length; i++)
        {
            var (op, key, value) = MicroOperation(call, asked[i]);
            if (op == Read)
                value = written.Get(key) ?? state.Initial;
            else
                written = written.With(key, value);
            isPossible = isPossible && (call.IsUnknown || answered!.Value[i] == Value.Of([op, key, value]));
        }

        next = state with { Written = written };
        return isPossible;
    }

    public static bool IsReadOnly(Call call) =>
        call is { F: "txn", Argument: Value.Items list } && list.Content.All(micro => micro is Value.Items { Content: [Value.Text { Content: "r" }, ..] });

    public static long SizeOf(MultiRegisterState state) => 80 + (80L * state.Written.Count);

    private static (Value Op, Value Key, Value Value) MicroOperation(Call call, Value micro) => micro switch
    {
        Value.Items { Content: [var op, var key, var value] } when op == Read || op == Write => (op, key, value),
        _ => throw Arguments.Unreadable(call, $"a micro-operation is [r, key, null] or [w, key, value], not {micro}"),
    };
}
