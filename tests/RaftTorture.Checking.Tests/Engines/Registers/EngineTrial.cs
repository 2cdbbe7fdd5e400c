using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>Puts an engine before random small histories, some of them tampered with, and holds its answers against the definition.</summary>
/// <param name="engine">Null is an answer: it cannot tell.</param>
internal sealed class EngineTrial(Func<RegisterHistory, SearchResult?> engine)
{
    private readonly Dictionary<(bool IsLinearizable, bool IsDecided), int> _answers = [];

    /// <summary>How many histories of a kind it decided, of how many.</summary>
    public (int Decided, int All) Score(bool linearizable)
    {
        var decided = _answers.GetValueOrDefault((linearizable, true));
        return (decided, decided + _answers.GetValueOrDefault((linearizable, false)));
    }

    /// <param name="isUnique">Whether no value is written twice; else there are three of them.</param>
    /// <param name="blindPercent">So many missed cas do not say what they saw.</param>
    public EngineTrial Run(ulong seed, int histories, bool isUnique, int blindPercent, int maxOperations = 8)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < histories; i++)
        {
            var history = RandomHistories.Register(
                dice, 1 + dice.Below(maxOperations), processes: 2 + dice.Below(4), unknownPercent: 20, isUnique, blindPercent);
            for (var lies = dice.Below(3); lies > 0; lies--)
                RandomHistories.TamperWithRegister(history, dice);
            Compare(history);
        }

        return this;
    }

    /// <summary>The answer to one history, which the definition and the verifier have agreed with.</summary>
    public SearchResult? Compare(List<HistoryEvent> history) =>
        Compare(history, BruteForce.IsLinearizable(history, Value.Absent, Specifications.Register));

    /// <param name="isLinearizable">What the definition says of it.</param>
    /// <param name="context">What to name beside the history if they disagree.</param>
    public SearchResult? Compare(List<HistoryEvent> history, bool isLinearizable, string context = "")
    {
        var calls = Pairing.Pair(history);
        var register = RegisterHistory.Of(calls, Value.Absent);
        var answer = engine(register);
        var isDecided = answer is SearchResult.Found or SearchResult.Impossible;
        _answers[(isLinearizable, isDecided)] = _answers.GetValueOrDefault((isLinearizable, isDecided)) + 1;
        if (isDecided)
            Assert.That(answer is SearchResult.Found, Is.EqualTo(isLinearizable), () => $"{context}\n{Story.Tell(history)}");
        if (answer is SearchResult.Found found)
            Replay.AssertExplains(found, register, calls, history);
        if (answer is SearchResult.Impossible { Contradiction: { Count: > 0 } contradiction })
            AssertContradicts(contradiction, register, history);
        return answer;
    }

    /// <summary>The operations named, with those that brought about what they found, are impossible on their own.</summary>
    private static void AssertContradicts(IReadOnlyList<int> contradiction, RegisterHistory register, List<HistoryEvent> history)
    {
        var kept = new HashSet<int>(contradiction);
        var values = new Stack<int>(contradiction.SelectMany(i => Touched(register.Operations[i])));
        var traced = new HashSet<int>();
        while (values.TryPop(out var value))
        {
            if (!traced.Add(value))
                continue;
            foreach (var writer in Enumerable.Range(0, register.Operations.Count).Where(i => register.Operations[i].Writes == value))
            {
                kept.Add(writer);
                values.Push(register.Operations[writer].Requires);
            }
        }

        var events = Call.EventsOf(kept.Select(i => register.Calls[i]));
        Assert.That(contradiction, Has.Count.LessThanOrEqualTo(8));
        var isLinearizable = BruteForce.IsLinearizable(events, Value.Absent, Specifications.Register);
        Assert.That(isLinearizable, Is.False, () => $"{Story.Tell(events)} of\n{Story.Tell(history)}");
    }

    private static IEnumerable<int> Touched(RegisterOperation operation) =>
        new[] { operation.Requires, operation.Forbids, operation.Writes }.Where(value => value >= 0);
}
