using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>
/// Puts engines before the same random small histories of every kind: a few values or unique ones, misses that say what they saw and such that do not, few and
/// many unknown operations, the initial value written again, lies in some.
/// </summary>
internal sealed class RegisterFuzz(params IReadOnlyList<string> engines)
{
    private const int MostOperations = 8;

    private readonly EngineTrial[] _trials = [.. engines.Select(name => new EngineTrial(RegisterEngines.Of(name)))];

    /// <returns>How many histories of a kind an engine decided, of how many.</returns>
    public (int Decided, int All) Score(string engine, bool linearizable) => _trials[engines.ToList().IndexOf(engine)].Score(linearizable);

    public RegisterFuzz Run(ulong seed, int histories)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < histories; i++)
        {
            var history = Generate(dice);
            var isLinearizable = BruteForce.IsLinearizable(history, Value.Absent, Specifications.Register);
            for (var engine = 0; engine < engines.Count; engine++)
                _trials[engine].Compare(history, isLinearizable, $"{engines[engine]}, history {i} of {Fuzz.Repeat(seed)}");
        }

        return this;
    }

    private static List<HistoryEvent> Generate(Dice dice)
    {
        var (isUnique, blindPercent, unknownPercent) = (dice.Percent(40), dice.OneOf([0, 30, 100]), dice.OneOf([0, 20, 50]));
        var history = RandomHistories.Register(dice, 1 + dice.Below(MostOperations), processes: 2 + dice.Below(4), unknownPercent, isUnique, blindPercent);
        for (var lies = dice.Below(3); lies > 0; lies--)
            RandomHistories.TamperWithRegister(history, dice);
        var initialAgain = Value.Of(dice.Below(10));
        return Renaming.Values(history, value => value == initialAgain ? Value.Absent : value);
    }
}
