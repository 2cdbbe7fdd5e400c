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

    /// <summary>A counter to which such amounts are added.</summary>
    public static ModelTrial Counter(Func<Dice, int> amount)
    {
        return ModelTrials.Of("counter") with { Ask = Ask, Answers = Answers };

        (string F, Value Argument) Ask(Dice dice) => dice.Percent(50) ? ("add", Value.Of(amount(dice))) : ("read", Null);

        static IReadOnlyList<Value> Answers(HistoryEvent asked) =>
            asked.F == "add" ? [asked.Value] : [.. Enumerable.Range(-25, 51).Select(sum => Value.Of(sum))];
    }
}
