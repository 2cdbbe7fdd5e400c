using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>
/// Reads what was asked, for models. What cannot be read is a mistake in the file and names its line; a strange answer is no mistake but an
/// impossible answer.
/// </summary>
public static class Arguments
{
    /// <exception cref="HistoryFormatException">It is no number.</exception>
    public static long Number(Call call) =>
        call.Argument is Value.Number number ? number.Content : throw Unreadable(call, $"{call.F} takes a number, not {call.Argument}");

    /// <summary>A list of values.</summary>
    /// <exception cref="HistoryFormatException">It is no list.</exception>
    public static Value.Items List(Call call) =>
        call.Argument as Value.Items ?? throw Unreadable(call, $"{call.F} takes a list, not {call.Argument}");

    /// <summary>For a call that the object does not know.</summary>
    public static HistoryFormatException Unknown(string model, Call call) => Unreadable(call, $"a {model} has no operation '{call.F}'");

    public static HistoryFormatException Unreadable(Call call, string reason) => new(call.Invocation.Index + 1, reason);
}
