using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Checkers.Linearizability;

/// <summary>Says in one sentence why an operation is impossible. It claims a reason only where the reason alone suffices.</summary>
internal sealed class Explanation
{
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly KeyCalls _key;
    private readonly Call _culprit;
    private readonly Value _initial;

    private Explanation(KeyCalls key, Call culprit, Value initial)
    {
        _key = key;
        _culprit = culprit;
        _initial = initial;
    }

    /// <param name="key">All calls of the key.</param>
    /// <param name="culprit">The operation whose end made them impossible.</param>
    /// <param name="initial">What the register holds before the first write.</param>
    public static string Of(KeyCalls key, Call culprit, Value initial) => new Explanation(key, culprit, initial).Sentence();

    private string Sentence()
    {
        var seen = Seen(_culprit);
        var reason = seen is null ? null : WhyNeverThere(seen) ?? WhyNoLongerThere(seen);
        return reason is null
            ? $"{_key.Name}: no order of the operations explains that process {_culprit.Process} {Deed(_culprit)}"
            : $"{_key.Name}: process {_culprit.Process} {Deed(_culprit)}, but {reason}";
    }

    private string? WhyNeverThere(Value seen)
    {
        if (seen == _initial)
            return null;
        var writers = Writers(seen).ToArray();
        if (writers.Length == 0)
            return "nobody ever wrote that";
        if (writers.All(call => call.Outcome == EventType.Fail))
            return $"the {writers[0].F} that would have written it failed";
        return writers.All(call => call.Outcome == EventType.Fail || call.InvokedAt > _culprit.CompletedAt)
            ? "it was written only later"
            : null;
    }

    /// <summary>Another value was there after the last instant at which this one can have been written, and before it was seen.</summary>
    private string? WhyNoLongerThere(Value seen)
    {
        var lastWritten = Writers(seen).Where(call => call.Outcome != EventType.Fail).Select(LatestEffect).DefaultIfEmpty(-1).Max();
        var overwriter = _key.Calls
            .Where(call => call.IsOk && Written(call) is { } value && value != seen)
            .LastOrDefault(call => call.InvokedAt > lastWritten && call.CompletedAt < _culprit.InvokedAt);
        if (overwriter is null)
            return null;
        var earlierMs = (_culprit.Invocation.TimeNs - overwriter.Completion!.TimeNs) / NanosecondsPerMillisecond;
        var change = seen == _initial ? $"{Written(overwriter)} had been written" : $"{seen} had been overwritten by {Written(overwriter)}";
        return $"{change} (acknowledged {Figures(earlierMs)} ms earlier)";
    }

    /// <summary>As exact as a reader can use: one decimal below ten, none above. The exact times stand in the evidence.</summary>
    private static string Figures(double milliseconds) => milliseconds < 10 ? $"{milliseconds:0.0}" : $"{milliseconds:0}";

    /// <summary>A write has taken effect when it returns, and already when somebody has seen what nobody else wrote.</summary>
    private int LatestEffect(Call write)
    {
        var value = Written(write)!;
        if (value == _initial || Writers(value).Count(call => call.Outcome != EventType.Fail) > 1)
            return write.CompletedAt;
        var firstSeen = _key.Calls.Where(call => call != _culprit && Seen(call) == value).Select(call => call.CompletedAt);
        return firstSeen.Append(write.CompletedAt).Min();
    }

    private IEnumerable<Call> Writers(Value value) => _key.Calls.Where(call => Written(call) == value);

    /// <summary>What a call wrote, or would have written.</summary>
    private static Value? Written(Call call) => call switch
    {
        { F: RegisterHistory.WriteF } => call.Argument,
        { F: RegisterHistory.CasF, Argument: Value.Items { Content: [_, var next] } } when !call.IsCasMiss => next,
        _ => null,
    };

    /// <summary>What a call certainly found, or null.</summary>
    private static Value? Seen(Call call) => call switch
    {
        { F: RegisterHistory.ReadF, IsOk: true } => call.Result,
        { F: RegisterHistory.CasF, IsOk: true, Argument: Value.Items { Content: [var expected, _] } } => expected,
        { IsCasMiss: true } => call.Completion!.Observed,
        _ => null,
    };

    private static string Deed(Call call) => call switch
    {
        { F: RegisterHistory.ReadF } => $"read {call.Result}",
        { F: RegisterHistory.WriteF } => $"wrote {call.Argument}",
        { IsCasMiss: true, Completion.Observed: { } seen } => $"found {seen} in a cas {call.Argument} that missed",
        { IsCasMiss: true } => $"missed in a cas {call.Argument}",
        _ => $"found what it expected in a cas {call.Argument}",
    };
}
