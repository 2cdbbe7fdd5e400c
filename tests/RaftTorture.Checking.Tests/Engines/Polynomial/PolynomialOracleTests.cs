using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Polynomial;

/// <summary>The polynomial ways against brute force, on histories of the kind that each is for.</summary>
internal sealed class PolynomialOracleTests
{
    [Test]
    public void A_queue_of_unique_values_agrees_with_brute_force() =>
        PolynomialTrial.Compare<QueueModel, Value.Items>(PolynomialTrials.Unique("queue"), seed: 61, mostUndecidedPercent: 20);

    [Test]
    public void A_queue_without_an_order_of_unique_values_agrees_with_brute_force() =>
        PolynomialTrial.Compare<UnorderedQueueModel, UnorderedQueueState>(PolynomialTrials.Unique("unordered-queue"), seed: 62, mostUndecidedPercent: 20);

    [Test]
    public void A_mutex_agrees_with_brute_force() => PolynomialTrial.Compare<MutexModel, int>(ModelTrials.Of("mutex"), seed: 63, mostUndecidedPercent: 0);

    [Test]
    public void A_fenced_lock_agrees_with_brute_force() =>
        PolynomialTrial.Compare<FencedLockModel, FencedLockState>(ModelTrials.Of("fenced-lock"), seed: 64, mostUndecidedPercent: 0);

    [Test]
    public void A_counter_with_equal_additions_agrees_with_brute_force([Values(1, -1, 3)] int step) =>
        PolynomialTrial.Compare<CounterModel, long>(PolynomialTrials.Counter(dice => dice.Percent(10) ? 0 : step), seed: 65, mostUndecidedPercent: 0);

    [Test]
    public void The_bounds_of_a_counter_with_any_additions_agree_with_brute_force() =>
        PolynomialTrial.Compare<CounterModel, long>(PolynomialTrials.Counter(dice => dice.Below(5) - 2), seed: 66, mostUndecidedPercent: 40);

    [Test]
    public void Texts_of_words_that_can_be_told_apart_agree_with_brute_force() =>
        PolynomialTrial.Compare<KvModel, KvState>(PolynomialTrials.Words(), seed: 67, mostUndecidedPercent: 0);
}
