using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Generic;

internal sealed class ModelLimitTests
{
    /// <summary>Additions of even numbers, all at once, and a read of an odd one within their bounds, which none of the 2^20 sums explains.</summary>
    private static readonly string Hard =
        string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} invoke add k {2 << i}\n"))
        + "99 invoke read k\n99 ok 7\n"
        + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} ok\n"));

    [Test]
    public void A_slow_model_is_not_asked_again_when_the_time_is_over()
    {
        Counted.Steps = 0;
        var history = HistoryOf(Story.Of(Hard));
        var result = ModelRaces.Run<Counted, long>([history], 0, CheckLimits.None with { IsExpired = () => Counted.Steps >= 5 })[0];
        Assert.That((result as SearchResult.Undecided)?.Limit, Is.EqualTo(SearchLimit.Time));
        Assert.That(Counted.Steps, Is.EqualTo(5));
    }

    [Test]
    public void Memory_is_never_more_than_the_cap_and_all_given_back([Values(100, 10_000, 1_000_000)] long cap)
    {
        var pool = new MemoryPool(cap);
        var most = 0L;
        var run = new ModelRun<CounterModel, long>(HistoryOf(Story.Of(Hard)), 0, CheckLimits.None with { IsExpired = Note }, pool);
        run.GoOn(long.MaxValue);
        Assert.That((run.Result as SearchResult.Undecided)?.Limit, Is.EqualTo(SearchLimit.Memory));
        Assert.That((most <= cap, pool.Held), Is.EqualTo((true, 0)));

        bool Note()
        {
            most = Math.Max(most, pool.Held);
            return false;
        }
    }

    [Test]
    public void The_verdict_says_which_limit_on_which_key_and_what_is_proven()
    {
        var checker = new ModelChecker<CounterModel, long>();
        var verdict = checker.Check(Story.Of("50 invoke read k\n50 ok 0\n" + Hard), CheckLimits.None with { MaxBytes = 10_000 });
        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo(
            $"key k: not decided, the memory limit of {10_000:N0} bytes was reached; linearizable at least up to the end of 1 of 22 completed operations"));
    }

    [Test]
    public void A_hard_key_does_not_keep_a_broken_one_from_its_verdict()
    {
        var broken = Story.Of(Hard + "50 invoke read b\n50 ok 1");
        var verdict = new ModelChecker<CounterModel, long>().Check(broken, CheckLimits.None with { MaxBytes = 1_000_000 });
        Assert.That((verdict.Validity, verdict.Parts.Count), Is.EqualTo((Validity.Invalid, 2)));
        Assert.That(verdict.Summary, Does.Contain("key b"));
    }

    [Test]
    public void The_prefix_that_is_said_to_be_proven_is_linearizable()
    {
        var (dice, trial, shortened) = (new Dice(44), ModelTrials.Of("counter"), 0);
        for (var i = 0; i < 1_000; i++)
        {
            var events = trial.Generate(dice, 7);
            if (events.Exists(e => e.Type == EventType.Fail))
                continue;
            using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), long.MaxValue);
            if (new ModelSearch<CounterModel, long>(HistoryOf(events), 0, budget).Run(dice.Below(8)) is not SearchResult.Undecided undecided)
                continue;
            shortened++;
            var ends = events.FindAll(e => e.Type == EventType.Ok);
            var end = undecided.ProvenCompletions == 0 ? 0 : ends[undecided.ProvenCompletions - 1].Index + 1;
            var proven = events.FindAll(e => e.Index < end);
            Assert.That(BruteForce.IsLinearizable(proven, trial.Initial, trial.Specification), Is.True, () => Story.Tell(events));
        }

        Assert.That(shortened, Is.GreaterThan(100));
    }

    private static ModelHistory HistoryOf(List<HistoryEvent> events) =>
        new(Pairing.Pair(events), CounterModel.IsReadOnly, looksAtProcess: false, Deadline.None);
}
