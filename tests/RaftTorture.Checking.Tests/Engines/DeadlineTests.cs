using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Tests.Engines.Mutations;

namespace RaftTorture.Checking.Tests.Engines;

/// <summary>The time limit holds in every part of a check. No test here looks at a clock: the limits are told when the time is over.</summary>
internal sealed class DeadlineTests
{
    private const string OutOfTime = "the time limit was reached";

    private static readonly Lazy<Func<string, int, Dictionary<string, int>>> LooksByPart = new(CompiledJudge.WithoutInlining);

    [Test]
    public void At_whichever_look_at_the_clock_the_time_is_over_the_verdict_is_unknown_or_right(
        [Values(
            "unique", "unique, blind", "unique, stale", "few values", "few values, unknown", "few values, stale",
            "kv", "queue", "unordered-queue", "counter", "mutex", "set", "append-list")] string name)
    {
        var history = LongHistories.Of(name, operations: 4_000);
        var (whole, looks) = Check(history, lastLook: int.MaxValue);
        var unknown = 0;
        for (var last = 1; last <= looks; last++)
        {
            var (verdict, _) = Check(history, last);
            var isOutOfTime = verdict.Validity == Validity.Unknown && verdict.Summary.Contains(OutOfTime, StringComparison.Ordinal);
            Assert.That(isOutOfTime || verdict.Validity == whole.Validity, Is.True, () => $"look {last} of {looks}: {verdict.Summary}");
            unknown += isOutOfTime ? 1 : 0;
        }

        TestContext.Out.WriteLine($"{whole.Validity} after {looks} looks at the clock; out of time at {unknown} of them");
        Assert.That(unknown, Is.GreaterThan(0));
    }

    /// <summary>
    /// Each part counts the operations that it goes through, so that in each of them, however much there is, the clock is looked at for every
    /// <see cref="Deadline.ItemsPerLook"/> of them.
    /// </summary>
    [TestCase("unique", "Pairing", "KeyCalls", "RegisterHistory", "RegisterColumns", "Observations", "Chains", "Zones", "RadixSort")]
    [TestCase("unique", "UniqueValueRegister", "LinearizationVerifier", "Linearization")]
    [TestCase("unique, blind", "BlindMisses", "RadixSort")]
    [TestCase("few values", "SearchEvents", "ConfigurationLayout", "Moves", "Witness", "RadixSort", "DepthFirstSearch", "LinearizationVerifier")]
    [TestCase("queue", "Pairing", "KeyCalls", "ModelHistory", "QueueValues", "EmptyMoments", "FifoOrder", "FifoOperations", "OrderReplay", "Linearization")]
    [TestCase("unordered-queue", "QueueValues", "EmptyMoments", "UnorderedQueueDecision", "OrderReplay")]
    [TestCase("counter", "CounterBounds", "EqualAdditions", "OrderReplay")]
    [TestCase("mutex", "Tenures", "LockDecision", "OrderReplay")]
    [TestCase("kv, one key", "ModelHistory", "OperationClasses", "OpenSets", "ModelSearch`2", "OrderReplay")]
    public void Every_part_of_a_check_looks_at_the_clock_as_often_as_it_has_to(string name, params string[] parts)
    {
        const int Looks = 10;
        var looksOf = LooksByPart.Value(name, 3 * Looks * Deadline.ItemsPerLook);
        var tooFew = parts.Where(part => looksOf.GetValueOrDefault(part) < Looks).Select(part => $"{part}: {looksOf.GetValueOrDefault(part)}");
        Assert.That(tooFew, Is.Empty);
    }

    [Test]
    public void When_the_time_is_over_it_stays_so_at_each_further_item()
    {
        var deadline = new Deadline(() => true);
        for (var i = 1; i < Deadline.ItemsPerLook; i++)
            deadline.Tick();
        Assert.That(deadline.Tick, Throws.TypeOf<DeadlineException>());
        Assert.That(deadline.Tick, Throws.TypeOf<DeadlineException>());
    }

    [Test]
    public void A_history_that_could_not_be_read_in_time_has_nothing_proven()
    {
        var history = LongHistories.Of("unique", 6_000);
        var verdict = history.Checker.Check(history.Events, CheckLimits.None with { IsExpired = () => true });
        Assert.That(
            verdict.Summary,
            Is.EqualTo($"not decided, the time limit was reached while {history.Events.Count:N0} events were read; nothing is proven of them"));
    }

    private static (Verdict Verdict, int Looks) Check(LongHistory history, int lastLook)
    {
        var looks = 0;
        var verdict = history.Checker.Check(history.Events, CheckLimits.None with { IsExpired = () => ++looks >= lastLook });
        return (verdict, looks);
    }
}
