using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>
/// The operations on one register that say anything: unknown reads and what certainly never happened are left out, values are
/// numbered from 0, the initial one. Operations that must have happened come first, each part in order of invocation.
/// </summary>
/// <param name="Operations">What each does.</param>
/// <param name="Calls">Who did it, and when; parallel to <paramref name="Operations"/>.</param>
/// <param name="CertainCount">So many of them certainly happened; the rest is unknown and optional.</param>
/// <param name="ValueCount">So many different values occur.</param>
internal sealed record RegisterHistory(
    IReadOnlyList<RegisterOperation> Operations,
    IReadOnlyList<Call> Calls,
    int CertainCount,
    int ValueCount)
{
    public const int InitialState = 0;

    public const string ReadF = "read";
    public const string WriteF = "write";
    public const string CasF = "cas";

    /// <param name="calls">The calls of one key, in order of invocation.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    /// <exception cref="HistoryFormatException">A call that no register knows.</exception>
    public static RegisterHistory Of(IEnumerable<Call> calls, Value initial)
    {
        var numbers = new Dictionary<Value, int> { [initial] = InitialState };
        var certain = new List<(RegisterOperation Operation, Call Call)>();
        var unknown = new List<(RegisterOperation Operation, Call Call)>();
        foreach (var call in calls)
        {
            if (Translate(call, Number) is { } operation)
                (call.IsUnknown ? unknown : certain).Add((operation, call));
        }

        List<(RegisterOperation Operation, Call Call)> all = [.. certain, .. unknown];
        return new RegisterHistory([.. all.Select(x => x.Operation)], [.. all.Select(x => x.Call)], certain.Count, numbers.Count);

        int Number(Value value)
        {
            numbers.TryAdd(value, numbers.Count);
            return numbers[value];
        }
    }

    /// <returns>Null where the call says nothing of the register.</returns>
    private static RegisterOperation? Translate(Call call, Func<Value, int> number) => call.F switch
    {
        ReadF => call.IsOk ? RegisterOperation.Read(number(call.Result)) : null,
        WriteF => call.Outcome == EventType.Fail ? null : RegisterOperation.Write(number(call.Argument)),
        CasF => TranslateCas(call, CasArguments(call), number),
        _ => throw Unreadable(call, $"a register has no operation '{call.F}'"),
    };

    private static RegisterOperation? TranslateCas(Call call, (Value Expected, Value Next) cas, Func<Value, int> number)
    {
        if (call.Outcome != EventType.Fail)
            return RegisterOperation.Cas(number(cas.Expected), number(cas.Next));
        if (!call.IsCasMiss)
            return null;
        return call.Completion!.Observed is { } seen
            ? RegisterOperation.Miss(number(cas.Expected), number(seen))
            : RegisterOperation.Miss(number(cas.Expected));
    }

    private static (Value Expected, Value Next) CasArguments(Call call) =>
        call.Argument is Value.Items { Content: [var expected, var next] }
            ? (expected, next)
            : throw Unreadable(call, $"a cas takes [expected, new], not {call.Argument}");

    private static HistoryFormatException Unreadable(Call call, string reason) => new(call.Invocation.Index + 1, reason);
}
