using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Polynomial;

/// <summary>Objects that are used as a polynomial way needs it.</summary>
internal static class PolynomialTrials
{
    /// <summary>Greater than any history is long, so that no value comes twice in one.</summary>
    private const int UniqueValues = 10;

    private static readonly Value Null = Value.Absent;

    /// <summary>A queue to which no value is added twice.</summary>
    public static ModelTrial Unique(string model)
    {
        var next = 0;
        return ModelTrials.Of(model) with { Ask = Ask, Answers = Answers };

        (string F, Value Argument) Ask(Dice dice) => dice.Percent(50) ? ("enqueue", Value.Of(next++ % UniqueValues)) : ("dequeue", Null);

        static IReadOnlyList<Value> Answers(HistoryEvent asked) =>
            asked.F == "enqueue" ? [asked.Value] : [Null, .. Enumerable.Range(0, UniqueValues).Select(value => Value.Of(value))];
    }

    /// <summary>Texts of words of which none is written twice. Answers are what is there: nobody can list all texts that there may be.</summary>
    public static ModelTrial Words()
    {
        var (next, last, kv) = (0, Null, ModelTrials.Of("kv"));
        return kv with { Specification = Perform, Ask = Ask, Answers = asked => asked.F == "get" ? [Null, last] : [asked.Value] };

        Value? Perform(Value state, HistoryEvent asked, HistoryEvent? answered) => kv.Specification(state, asked, answered) is { } after ? last = after : null;

        (string F, Value Argument) Ask(Dice dice) =>
            dice.Percent(50) ? ("get", Null) : (dice.OneOf(["put", "append", "append"]), Value.Of($"{(char)('a' + (next++ % UniqueValues))}"));
    }

    /// <summary>A counter to which such amounts are added.</summary>
    public static ModelTrial Counter(Func<Dice, int> amount)
    {
        return ModelTrials.Of("counter") with { Ask = Ask, Answers = Answers };

        (string F, Value Argument) Ask(Dice dice) => dice.Percent(50) ? ("add", Value.Of(amount(dice))) : ("read", Null);

        static IReadOnlyList<Value> Answers(HistoryEvent asked) =>
            asked.F == "add" ? [asked.Value] : [.. Enumerable.Range(-25, 51).Select(sum => Value.Of(sum))];
    }
}
