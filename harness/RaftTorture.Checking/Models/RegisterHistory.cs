using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Registers;
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

    private RegisterColumns? _columns;

    public const string ReadF = "read";
    public const string WriteF = "write";
    public const string CasF = "cas";

    /// <summary>The same as columns of numbers.</summary>
    /// <exception cref="DeadlineException">The time is over.</exception>
    public RegisterColumns Columns(Deadline deadline) => _columns ??= new RegisterColumns(this, deadline);

    /// <param name="calls">The calls of one key, in order of invocation.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    /// <exception cref="HistoryFormatException">A call that no register knows.</exception>
    public static RegisterHistory Of(IReadOnlyList<Call> calls, Value initial)
    {
        var numbers = new ValueNumbers();
        numbers.Of(initial);
        var (operations, told) = (new List<RegisterOperation>(calls.Count), new List<Call>(calls.Count));
        var (unknownOperations, unknown) = (new List<RegisterOperation>(), new List<Call>());
        foreach (var call in calls)
        {
            if (Translate(call, numbers) is not { } operation)
                continue;
            (call.IsUnknown ? unknownOperations : operations).Add(operation);
            (call.IsUnknown ? unknown : told).Add(call);
        }

        var certainCount = operations.Count;
        operations.AddRange(unknownOperations);
        told.AddRange(unknown);
        return new RegisterHistory(operations, told, certainCount, numbers.Count);
    }

    /// <returns>Null where the call says nothing of the register.</returns>
    private static RegisterOperation? Translate(Call call, ValueNumbers numbers) => call.F switch
    {
        ReadF => call.IsOk ? RegisterOperation.Read(numbers.Of(call.Result)) : null,
        WriteF => call.Outcome == EventType.Fail ? null : RegisterOperation.Write(numbers.Of(call.Argument)),
        CasF => TranslateCas(call, CasArguments(call), numbers),
        _ => throw Unreadable(call, $"a register has no operation '{call.F}'"),
    };

    private static RegisterOperation? TranslateCas(Call call, (Value Expected, Value Next) cas, ValueNumbers numbers)
    {
        if (call.Outcome != EventType.Fail)
            return RegisterOperation.Cas(numbers.Of(cas.Expected), numbers.Of(cas.Next));
        if (!call.IsCasMiss)
            return null;
        return call.Completion!.Observed is { } seen
            ? RegisterOperation.Miss(numbers.Of(cas.Expected), numbers.Of(seen))
            : RegisterOperation.Miss(numbers.Of(cas.Expected));
    }

    private static (Value Expected, Value Next) CasArguments(Call call) =>
        call.Argument is Value.Items { Content: [var expected, var next] }
            ? (expected, next)
            : throw Unreadable(call, $"a cas takes [expected, new], not {call.Argument}");

    private static HistoryFormatException Unreadable(Call call, string reason) => new(call.Invocation.Index + 1, reason);
}
