using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Checkers;

/// <summary>The checker against the definition: random histories, some of them broken, on all of which both must agree.</summary>
internal sealed class LinearizabilityOracleTests
{
    private const int Histories = 10_000;

    [Test]
    public void Agrees_with_brute_force_on_unique_values() => Compare(seed: 1, isUnique: true, blindPercent: 0);

    [Test]
    public void Agrees_with_brute_force_on_repeated_values() => Compare(seed: 2, isUnique: false, blindPercent: 0);

    [Test]
    public void Agrees_with_brute_force_on_unique_values_with_misses_that_saw_nothing() => Compare(seed: 3, isUnique: true, blindPercent: 60);

    [Test]
    public void Agrees_with_brute_force_on_repeated_values_with_misses_that_saw_nothing() => Compare(seed: 4, isUnique: false, blindPercent: 60);

    [Test]
    public void Accepts_long_histories_of_a_register_that_keeps_its_promise([Values(5, 20, 50)] int processes)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var history = RandomHistories.Register(new Dice(seed), operations: 300, processes, unknownPercent: 10, isUnique: true, blindPercent: 0);
            Assert.That(new LinearizabilityChecker().Check(history, CheckLimits.None).Validity, Is.EqualTo(Validity.Valid), $"seed {seed}");
        }
    }

    private static void Compare(ulong seed, bool isUnique, int blindPercent)
    {
        var dice = new Dice(seed);
        var seen = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var i = 0; i < Histories; i++)
        {
            var history = RandomHistories.Register(dice, 1 + dice.Below(7), processes: 2 + dice.Below(4), unknownPercent: 20, isUnique, blindPercent);
            for (var lies = dice.Below(3); lies > 0; lies--)
                RandomHistories.TamperWithRegister(history, dice);
            var isLinearizable = BruteForce.IsLinearizable(history, Value.Absent, Specifications.Register);
            seen[isLinearizable]++;
            var verdict = new LinearizabilityChecker().Check(history, CheckLimits.None);
            Assert.That(verdict.Validity, Is.EqualTo(isLinearizable ? Validity.Valid : Validity.Invalid), () => Story.Tell(history));
            CoreProof.Demand(verdict, history, Value.Absent, Specifications.Register);
        }

        Assert.That(seen.Values, Has.All.GreaterThan(Histories / 10), "both verdicts must occur often");
    }
}
