using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>What a call says of a register.</summary>
internal static class RegisterCall
{
    /// <summary>What a call certainly found, or null.</summary>
    public static Value? Seen(this Call call) => call switch
    {
        { F: RegisterHistory.ReadF, IsOk: true } => call.Result,
        { F: RegisterHistory.CasF, IsOk: true } => call.Expected(),
        { IsCasMiss: true } => call.Completion!.Observed,
        _ => null,
    };

    /// <summary>What a cas asks for, or null.</summary>
    public static Value? Expected(this Call call) =>
        call is { F: RegisterHistory.CasF, Argument: Value.Items { Content: [var expected, _] } } ? expected : null;

    /// <summary>What a call wrote, or would have written; null where it only looked.</summary>
    public static Value? Written(this Call call) => call switch
    {
        { F: RegisterHistory.WriteF } => call.Argument,
        { F: RegisterHistory.CasF, Argument: Value.Items { Content: [_, var next] } } when !call.IsCasMiss => next,
        _ => null,
    };

    /// <summary>A cas that was acknowledged.</summary>
    public static bool IsSuccessfulCas(this Call call) => call is { F: RegisterHistory.CasF, IsOk: true };

    /// <summary>A miss that does not say what it saw.</summary>
    public static bool IsBlindMiss(this Call call) => call is { IsCasMiss: true, Completion.Observed: null };

    /// <summary>How a call touched a value, in words that follow its process.</summary>
    public static string Touch(this Call call, Value value) => call switch
    {
        { F: RegisterHistory.CasF } when call.Seen() == value => $"found {value} in a cas {call.Argument}",
        { F: RegisterHistory.CasF } => $"wrote {value} in a cas {call.Argument}",
        _ => call.Deed(),
    };

    /// <summary>What the process did or was told, in words that follow its name.</summary>
    public static string Deed(this Call call) => call switch
    {
        { F: RegisterHistory.ReadF } => $"read {call.Result}",
        { F: RegisterHistory.WriteF } => $"wrote {call.Argument}",
        { IsCasMiss: true, Completion.Observed: { } seen } => $"found {seen} in a cas {call.Argument} that missed",
        { IsCasMiss: true } => $"missed in a cas {call.Argument}",
        _ => $"found what it expected in a cas {call.Argument}",
    };
}
