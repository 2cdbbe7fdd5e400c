using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Engines.Registers;

internal sealed class UniqueValueRegisterTests
{
    private const int Histories = 20_000;

    [Test]
    public void Agrees_with_brute_force_and_decides_every_history_whose_misses_say_what_they_saw()
    {
        var trial = new EngineTrial(Decide).Run(seed: 11, Histories, isUnique: true, blindPercent: 0);
        Assert.That(trial.Score(linearizable: true), Is.EqualTo((trial.Score(true).All, trial.Score(true).All)));
        Assert.That(trial.Score(linearizable: false), Is.EqualTo((trial.Score(false).All, trial.Score(false).All)));
        Assert.That(trial.Score(linearizable: false).All, Is.GreaterThan(Histories / 10));
    }

    [Test]
    public void Agrees_with_brute_force_on_misses_that_saw_nothing()
    {
        var trial = new EngineTrial(Decide).Run(seed: 12, Histories, isUnique: true, blindPercent: 70);
        Assert.That(trial.Score(linearizable: true).Decided, Is.GreaterThan(trial.Score(true).All * 9 / 10));
        Assert.That(trial.Score(linearizable: false).Decided, Is.GreaterThan(trial.Score(false).All * 8 / 10));
    }

    [Test]
    public void Claims_nothing_false_of_values_that_were_written_twice() =>
        Assert.That(new EngineTrial(Decide).Run(seed: 13, Histories, isUnique: false, blindPercent: 30).Score(true).Decided, Is.Positive);

    private static SearchResult? Decide(RegisterHistory history) =>
        RegisterSearch.ByUniqueValues(history, new SearchBudget(() => false, new MemoryPool(long.MaxValue), maxSteps: 0));
}
