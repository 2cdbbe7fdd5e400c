using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

internal sealed class RegisterRacesTests
{
    private const string HistoriesFolder = "RAFTTORTURE_HISTORIES";

    [Test]
    public void The_race_agrees_with_brute_force_and_decides_all([Values] bool isUnique, [Values(0, 60)] int blindPercent)
    {
        var trial = new EngineTrial(history => RegisterSearch.Run(history, CheckLimits.None, 1_000)).Run(seed: 41, histories: 3_000, isUnique, blindPercent);
        Assert.That(trial.Score(linearizable: true), Is.EqualTo((trial.Score(true).All, trial.Score(true).All)));
        Assert.That(trial.Score(linearizable: false), Is.EqualTo((trial.Score(false).All, trial.Score(false).All)));
    }

    [Test]
    public void Engines_agree_with_each_other_on_histories_that_brute_force_cannot_decide([Values(0, 3)] int values, [Values(0, 50)] int blindPercent)
    {
        var (dice, rejected) = (new Dice(42), 0);
        for (var i = 0; i < 60; i++)
        {
            var hot = new HotRegister(Operations: 60, Clients: 2 + dice.Below(5), values, UnknownPercent: dice.Below(20), blindPercent);
            var history = hot.Generate(dice, isStale: dice.Percent(50));
            var calls = Pairing.Pair(history);
            var register = RegisterHistory.Of(calls, Value.Absent);
            var answers = Answers(register);
            Assert.That(answers.Select(answer => answer is SearchResult.Found).Distinct().Count(), Is.EqualTo(1), () => Story.Tell(history));
            rejected += answers[0] is SearchResult.Impossible ? 1 : 0;
            foreach (var found in answers.OfType<SearchResult.Found>())
                Replay.AssertExplains(found, register, calls, history);
        }

        Assert.That(rejected, Is.GreaterThan(5));
    }

    [TestCase(50, 0, 0)]
    [TestCase(50, 5, 0)]
    [TestCase(50, 0, 10)]
    [TestCase(20, 5, 10)]
    public void Hot_keys_of_many_clients_are_decided(int clients, int values, int unknownPercent)
    {
        var history = new HotRegister(Operations: 3_000, clients, values, unknownPercent).Generate(new Dice(43));
        var calls = Pairing.Pair(history);
        var register = RegisterHistory.Of(calls, Value.Absent);
        Replay.AssertExplains((SearchResult.Found)RegisterRaces.Run([register], CheckLimits.None)[0], register, calls, history);
    }

    [Test]
    public void Verdicts_do_not_depend_on_who_works_on_which_register_when()
    {
        RegisterHistory[] registers = [.. Enumerable.Range(0, 20).Select(i => Generate((ulong)i, isStale: i % 7 == 3))];
        var backwards = CheckLimits.None with
        {
            ForEach = static (count, work) =>
            {
                for (var i = count - 1; i >= 0; i--)
                    work(i);
            },
        };
        var parallel = CheckLimits.None with { ForEach = static (count, work) => Parallel.For(0, count, work) };
        var expected = Kinds(CheckLimits.None);
        Assert.That((Kinds(backwards), Kinds(parallel)), Is.EqualTo((expected, expected)));

        string Kinds(CheckLimits limits) => string.Join(' ', RegisterRaces.Run(registers, limits).Select(result => result.GetType().Name));
    }

    [Test]
    public void Every_shared_history_of_registers_gets_its_verdict()
    {
        var folder = Environment.GetEnvironmentVariable(HistoriesFolder);
        if (folder is null)
            Assert.Ignore($"{HistoriesFolder} names no folder of recorded histories");
        foreach (var shared in SharedHistories.In(folder))
        {
            var verdict = new LinearizabilityChecker(shared.Initial).Check(shared.Events, CheckLimits.None);
            Assert.That(verdict.Validity, Is.EqualTo(shared.IsLinearizable ? Validity.Valid : Validity.Invalid), shared.Name);
        }
    }

    private static SearchResult[] Answers(RegisterHistory register)
    {
        var memory = new MemoryPool(long.MaxValue);
        using var budget = new SearchBudget(() => false, memory, long.MaxValue);
        SearchResult?[] answers =
        [
            RegisterSearch.DepthFirst(register, budget, PruningRules.All),
            RegisterSearch.BreadthFirst(register, budget, PruningRules.All),
            RegisterSearch.Relaxed(register, budget, PruningRules.All),
            RegisterSearch.ByUniqueValues(register, budget),
        ];
        return [.. answers.OfType<SearchResult>()];
    }

    private static RegisterHistory Generate(ulong seed, bool isStale)
    {
        var hot = new HotRegister(Operations: 200, Clients: 5, Values: 5, UnknownPercent: 2);
        return RegisterHistory.Of(Pairing.Pair(hot.Generate(new Dice(seed), isStale)), Value.Absent);
    }
}
