using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>
/// A value that was there once must have been there from the first return of an operation that wrote or saw it to the last invocation of
/// one that saw it (the forward zones of Gibbons and Korach 1997).
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="First">The operation that returned first; null for the initial value, which was there from the start.</param>
/// <param name="Last">The operation that was invoked last.</param>
internal sealed record ForcedValue(Value Value, Call? First, Call Last)
{
    public int From => First?.CompletedAt ?? -1;

    public int Until => Last.InvokedAt;

    public ForcedInterval Interval => new(Value.ToString(), First?.Completion, Last.Invocation, Sentence);

    private string Sentence => $"{Beginning} and then process {Last.Process} {Last.Touch(Value)}: it was there in between";

    private string Beginning => First is null ? $"{Value} was there at first" : $"process {First.Process} {First.Touch(Value)}";

    /// <summary>All values that the core of a violation forces, in order of time.</summary>
    public static IReadOnlyList<ForcedValue> Of(RegisterEvidence evidence)
    {
        var touching = evidence.Core.SelectMany(call => Touched(call).Select(value => (Value: value, Call: call))).ToLookup(x => x.Value, x => x.Call);
        return [.. touching.Select(calls => Of(calls.Key, [.. calls], evidence)).OfType<ForcedValue>().OrderBy(forced => forced.From)];
    }

    private static ForcedValue? Of(Value value, Call[] touching, RegisterEvidence evidence)
    {
        if (!evidence.WasThereOnce(value))
            return null;
        var first = value == evidence.Initial ? null : touching.MinBy(call => call.CompletedAt);
        var forced = new ForcedValue(value, first, touching.MaxBy(call => call.InvokedAt)!);
        return forced.From < forced.Until ? forced : null;
    }

    /// <summary>What was certainly there at some time between a call's invocation and its end.</summary>
    private static IEnumerable<Value> Touched(Call call) =>
        new[] { call.Seen(), call.IsOk ? call.Written() : null }.OfType<Value>();
}
