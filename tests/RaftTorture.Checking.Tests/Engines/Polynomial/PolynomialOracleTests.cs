using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Polynomial;

/// <summary>The polynomial ways against brute force, on histories of the kind that each is for.</summary>
internal sealed class PolynomialOracleTests
{
    /// <summary>Greater than any history is long, so that no value comes twice in one.</summary>
    private const int UniqueValues = 10;

    private static readonly Value Null = Value.Absent;

    [Test]
    public void A_queue_of_unique_values_agrees_with_brute_force() =>
        PolynomialTrial.Compare<QueueModel, Value.Items>(Unique("queue"), seed: 61, mostUndecidedPercent: 20);

    [Test]
    public void A_queue_without_an_order_of_unique_values_agrees_with_brute_force() =>
        PolynomialTrial.Compare<UnorderedQueueModel, UnorderedQueueState>(Unique("unordered-queue"), seed: 62, mostUndecidedPercent: 20);

    [Test]
    public void A_mutex_agrees_with_brute_force() => PolynomialTrial.Compare<MutexModel, int>(ModelTrials.Of("mutex"), seed: 63, mostUndecidedPercent: 0);

    [Test]
    public void A_fenced_lock_agrees_with_brute_force() =>
        PolynomialTrial.Compare<FencedLockModel, FencedLockState>(ModelTrials.Of("fenced-lock"), seed: 64, mostUndecidedPercent: 0);

    [Test]
    public void A_counter_with_equal_additions_agrees_with_brute_force([Values(1, -1, 3)] int step) =>
        PolynomialTrial.Compare<CounterModel, long>(Counter(dice => dice.Percent(10) ? 0 : step), seed: 65, mostUndecidedPercent: 0);

    [Test]
    public void The_bounds_of_a_counter_with_any_additions_agree_with_brute_force() =>
        PolynomialTrial.Compare<CounterModel, long>(Counter(dice => dice.Below(5) - 2), seed: 66, mostUndecidedPercent: 60);

    [Test]
    public void Texts_of_words_that_can_be_told_apart_agree_with_brute_force() =>
        PolynomialTrial.Compare<KvModel, KvState>(Words(), seed: 67, mostUndecidedPercent: 0);

    /// <summary>Answers are what is there: nobody can list all texts that there may be.</summary>
    private static ModelTrial Words()
    {
        var (next, last, kv) = (0, Null, ModelTrials.Of("kv"));
        return kv with { Specification = Perform, Ask = Ask, Answers = asked => asked.F == "get" ? [Null, last] : [asked.Value] };

        Value? Perform(Value state, HistoryEvent asked, HistoryEvent? answered) => kv.Specification(state, asked, answered) is { } after ? last = after : null;

        (string F, Value Argument) Ask(Dice dice) =>
            dice.Percent(50) ? ("get", Null) : (dice.OneOf(["put", "append", "append"]), Value.Of($"{(char)('a' + (next++ % UniqueValues))}"));
    }

    private static ModelTrial Unique(string model)
    {
        var next = 0;
        return ModelTrials.Of(model) with { Ask = Ask, Answers = Answers };

        (string F, Value Argument) Ask(Dice dice) => dice.Percent(50) ? ("enqueue", Value.Of(next++ % UniqueValues)) : ("dequeue", Null);

        static IReadOnlyList<Value> Answers(HistoryEvent asked) =>
            asked.F == "enqueue" ? [asked.Value] : [Null, .. Enumerable.Range(0, UniqueValues).Select(value => Value.Of(value))];
    }

    private static ModelTrial Counter(Func<Dice, int> amount)
    {
        return ModelTrials.Of("counter") with { Ask = Ask, Answers = Answers };

        (string F, Value Argument) Ask(Dice dice) => dice.Percent(50) ? ("add", Value.Of(amount(dice))) : ("read", Null);

        static IReadOnlyList<Value> Answers(HistoryEvent asked) =>
            asked.F == "add" ? [asked.Value] : [.. Enumerable.Range(-25, 51).Select(sum => Value.Of(sum))];
    }
}
