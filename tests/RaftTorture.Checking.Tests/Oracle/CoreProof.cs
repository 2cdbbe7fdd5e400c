using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// What is claimed of a counter-example, tried out by brute force: no order explains the core, whatever the other operations did; but if any of its
/// own did as it liked, one does.
/// </summary>
internal static class CoreProof
{
    /// <summary>Nothing is demanded of a verdict that is not invalid.</summary>
    /// <param name="keepsAnswer">
    /// Whether it is known what a forgotten operation answered, if it happened; asked with its end and all that was known by then.
    /// </param>
    public static void Demand(
        Verdict verdict,
        IReadOnlyList<HistoryEvent> history,
        Value initial,
        BruteForce.Specification specification,
        Func<HistoryEvent, IReadOnlyList<HistoryEvent>, bool>? keepsAnswer = null)
    {
        if (verdict.Validity != Validity.Invalid)
            return;
        var violation = verdict.Parts.Single().Violation!;
        var end = violation.FirstImpossible.Index;
        var core = violation.Core.Select(operation => operation.Invocation.Index).ToArray();
        Assert.That(violation.IsMinimal, Is.True, () => Story.Tell(history));
        Assert.That(IsExplained(end, core), Is.False, () => $"{violation.Sentence}\n{Story.Tell(history)}");
        foreach (var one in core)
        {
            var isExplained = IsExplained(end, [.. core.Where(index => index != one)]);
            Assert.That(isExplained, Is.True, () => $"{one} of {string.Join(' ', core)}: {violation.Sentence}\n{Story.Tell(history)}");
        }

        Assert.That(IsExplained(end - 1, [.. history.Select(e => e.Index)]), Is.True, "there is an order until then");

        bool IsExplained(long upTo, IReadOnlyList<long> told) => BruteForce.IsLinearizable(Recollection.Of(history, upTo, told), initial, Remember(upTo));

        BruteForce.Specification Remember(long upTo) => (state, asked, answered) => Recollection.IndexOf(asked) is { } index
            ? specification(state, history[index], AnswerOf(history[index], upTo))
            : specification(state, asked, answered);

        // Of the culprit the answer is what is new: who forgets it, forgets that.
        HistoryEvent? AnswerOf(HistoryEvent forgotten, long upTo)
        {
            var answer = Recollection.End(forgotten, history);
            var isKnown = answer is { Type: EventType.Ok } && answer.Index < upTo;
            return isKnown && keepsAnswer?.Invoke(answer!, [.. history.Take((int)upTo + 1)]) == true ? answer : null;
        }
    }
}
