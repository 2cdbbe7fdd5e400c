using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Checkers;

/// <summary>The set and append checkers against the definition. Where they leave what was never read back open, the definition says yes.</summary>
internal sealed class CollectionOracleTests
{
    private const int Histories = 10_000;

    [Test]
    public void The_set_checker_agrees_with_brute_force() => Compare(seed: 5, new SetChecker(), "add", Specifications.Set);

    [Test]
    public void The_append_checker_agrees_with_brute_force() => Compare(seed: 6, new AppendChecker(), "append", Specifications.List);

    private static void Compare(ulong seed, IChecker checker, string f, BruteForce.Specification specification)
    {
        var dice = new Dice(seed);
        var seen = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var i = 0; i < Histories; i++)
        {
            var history = RandomHistories.Collection(dice, f, 1 + dice.Below(7), processes: 2 + dice.Below(4), unknownPercent: 20);
            for (var lies = dice.Below(3); lies > 0; lies--)
                RandomHistories.TamperWithCollection(history, dice);
            var isLinearizable = BruteForce.IsLinearizable(history, Value.Of([]), specification);
            seen[isLinearizable]++;
            var verdict = checker.Check(history, CheckLimits.None);
            Assert.That(verdict.Validity != Validity.Invalid, Is.EqualTo(isLinearizable), () => $"{verdict.Summary}\n{Story.Tell(history)}");
            CoreProof.Demand(verdict, history, Value.Of([]), specification);
        }

        Assert.That(seen.Values, Has.All.GreaterThan(Histories / 10), "both verdicts must occur often");
    }
}
