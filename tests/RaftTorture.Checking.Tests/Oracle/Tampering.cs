using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>Small lies, after which a history is often still linearizable and, if not, only just not.</summary>
internal static class Tampering
{
    /// <summary>
    /// Lets two events of different processes change their places, or two operations of one function their answers, or an operation succeed that did not.
    /// </summary>
    /// <param name="answers">What may be answered to an operation.</param>
    public static void Nudge(List<HistoryEvent> events, Dice dice, Func<HistoryEvent, IReadOnlyList<Value>> answers)
    {
        switch (dice.Below(10))
        {
            case < 5:
                SwapNeighbours(events, dice);
                break;
            case < 8:
                SwapAnswers(events, dice);
                break;
            default:
                LetSucceed(events, dice, answers);
                break;
        }
    }

    private static void SwapNeighbours(List<HistoryEvent> events, Dice dice)
    {
        var at = dice.Below(events.Count);
        if (at + 1 == events.Count || events[at].Process == events[at + 1].Process)
            return;
        var (first, second) = (events[at], events[at + 1]);
        events[at] = second with { Index = first.Index, TimeNs = first.TimeNs };
        events[at + 1] = first with { Index = second.Index, TimeNs = second.TimeNs };
    }

    private static void SwapAnswers(List<HistoryEvent> events, Dice dice)
    {
        var ends = events.FindAll(e => e.Type == EventType.Ok);
        if (ends.Count == 0)
            return;
        var one = dice.OneOf(ends);
        var other = dice.OneOf(ends.FindAll(e => e.F == one.F && (e.Value != one.Value || e == one)));
        events[(int)one.Index] = one with { Value = other.Value };
        events[(int)other.Index] = other with { Value = one.Value };
    }

    private static void LetSucceed(List<HistoryEvent> events, Dice dice, Func<HistoryEvent, IReadOnlyList<Value>> answers)
    {
        var ends = events.FindAll(e => e.Type is EventType.Fail or EventType.Info);
        if (ends.Count == 0)
            return;
        var one = dice.OneOf(ends);
        events[(int)one.Index] = one with { Type = EventType.Ok, Error = null, Value = dice.OneOf(answers(one)) };
    }
}
