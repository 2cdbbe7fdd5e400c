using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// Random small histories of any object, some of them tampered with, and a checker that must say of each what the definition says. An operation takes
/// effect at one instant, and is given any answer that the specification allows then.
/// </summary>
/// <param name="Specification">The object in other words than those of its model.</param>
/// <param name="Initial">Its first state, as the specification means it.</param>
/// <param name="Ask">What a process may ask: function and argument.</param>
/// <param name="Answers">What may be answered, whether or not it is right at that time.</param>
internal sealed record ModelTrial(
    BruteForce.Specification Specification,
    Value Initial,
    Func<Dice, (string F, Value Argument)> Ask,
    Func<HistoryEvent, IReadOnlyList<Value>> Answers)
{
    private const int Processes = 4;
    private const int UnknownPercent = 20;

    /// <summary>Holds a checker against the definition, and returns how many histories were linearizable.</summary>
    /// <param name="hasProvenCores">Whether it proves that each core is minimal, whatever the history.</param>
    public int Compare(IChecker checker, ulong seed, int histories, bool hasProvenCores = false)
    {
        var dice = new Dice(seed);
        var linearizable = 0;
        for (var i = 0; i < histories; i++)
        {
            var history = Generate(dice, 1 + dice.Below(7));
            for (var lies = dice.Below(3); lies > 0; lies--)
                Tamper(history, dice);
            var isLinearizable = BruteForce.IsLinearizable(history, Initial, Specification);
            linearizable += isLinearizable ? 1 : 0;
            var verdict = checker.Check(history, CheckLimits.None);
            Assert.That(verdict.Validity == Validity.Valid, Is.EqualTo(isLinearizable), () => $"{verdict.Summary}\n{Story.Tell(history)}");
            if (hasProvenCores)
                CoreProof.Demand(verdict, history, Initial, Specification, KeepsAnswer);
        }

        return linearizable;
    }

    /// <summary>What a dequeue took is remembered where it says who enqueued it.</summary>
    public static bool KeepsAnswer(HistoryEvent answer, IReadOnlyList<HistoryEvent> known)
    {
        var enqueued = known.Where(e => e is { F: "enqueue", Type: EventType.Invoke } && !known.Any(end => IsFailure(end, e))).Select(e => e.Value).ToArray();
        return answer.F == "dequeue" && enqueued.Distinct().Count() == enqueued.Length;
    }

    private static bool IsFailure(HistoryEvent end, HistoryEvent invocation) =>
        end.Type == EventType.Fail && end.Process == invocation.Process && end.Index > invocation.Index && end.Value == invocation.Value;

    public List<HistoryEvent> Generate(Dice dice, int operations)
    {
        var events = new List<HistoryEvent>();
        var (asked, answered) = (new HistoryEvent?[Processes], new HistoryEvent?[Processes]);
        var process = Enumerable.Range(0, Processes).ToArray();
        var state = Initial;
        for (var left = operations; left > 0 || asked.Any(e => e is not null);)
        {
            var client = dice.Below(Processes);
            if (asked[client] is not { } invocation)
            {
                if (left-- > 0)
                    asked[client] = Record(events, Invoke(dice, process[client]));
            }
            else if (answered[client] is null)
            {
                answered[client] = Perform(invocation, dice, ref state);
            }
            else
            {
                Record(events, answered[client]!);
                process[client] += answered[client]!.Type == EventType.Info ? Processes : 0;
                (asked[client], answered[client]) = (null, null);
            }
        }

        return events;
    }

    private static HistoryEvent Record(List<HistoryEvent> events, HistoryEvent e)
    {
        events.Add(e with { Index = events.Count, TimeNs = events.Count * 1_000_000 });
        return events[^1];
    }

    private HistoryEvent Invoke(Dice dice, int process)
    {
        var (f, argument) = Ask(dice);
        return new HistoryEvent { Index = 0, TimeNs = 0, Process = new ProcessId(process), Type = EventType.Invoke, F = f, Key = "k", Value = argument };
    }

    private HistoryEvent Perform(HistoryEvent invocation, Dice dice, ref Value state)
    {
        var isUnknown = dice.Percent(UnknownPercent);
        var before = state;
        HistoryEvent[] possible = [.. Answers(invocation)
            .Select(answer => invocation with { Type = EventType.Ok, Value = answer })
            .Where(answer => Specification(before, invocation, answer) is not null)];
        if (isUnknown && (possible.Length == 0 || dice.Percent(50)))
            return invocation with { Type = EventType.Info };
        if (possible.Length == 0)
            return invocation with { Type = EventType.Fail, Error = "refused" };
        var chosen = dice.OneOf(possible);
        state = Specification(state, invocation, chosen)!;
        return isUnknown ? invocation with { Type = EventType.Info } : chosen;
    }

    /// <summary>Gives an operation another answer, or lets one succeed that did not.</summary>
    private void Tamper(List<HistoryEvent> events, Dice dice)
    {
        var ends = events.FindAll(e => e.Type is EventType.Ok or EventType.Fail);
        if (ends.Count == 0)
            return;
        var victim = dice.OneOf(ends);
        events[(int)victim.Index] = victim with { Type = EventType.Ok, Error = null, Value = dice.OneOf(Answers(victim)) };
    }
}
