using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Checkers;

/// <summary>
/// What must become of a verdict when a history is changed in a way whose meaning is known. No oracle is asked, so that histories are longer than any oracle
/// could decide.
/// </summary>
internal sealed class MetamorphicTests
{
    private const int Histories = 200;
    private const int Operations = 14;

    /// <summary>Those that look at no more of a value than whether it is the same.</summary>
    private static readonly string[] BlindToValues = ["register", "set", "append-list", "queue", "unordered-queue"];

    /// <summary>What only looks, by the objects that have it.</summary>
    private static readonly (string Model, string F)[] Looks =
    [
        ("register", "read"), ("kv", "get"), ("set", "read"), ("set", "contains"), ("counter", "read"), ("append-list", "read"), ("bank", "read"),
    ];

    private static IEnumerable<string> Models => ModelCatalog.Names.Where(name => name != "cas-register");

    [TestCaseSource(nameof(BlindToValues))]
    public void Other_names_of_values_change_no_verdict(string model) =>
        AssertSame(model, (history, _) => Renaming.Values(history, value => value is Value.Number number ? Value.Of(1_000 - number.Content) : value));

    [TestCaseSource(nameof(Models))]
    public void Other_names_of_keys_change_no_verdict(string model) => AssertSame(model, (history, _) => Renaming.Keys(history, key => $"other {key}"));

    [TestCaseSource(nameof(Models))]
    public void Other_names_of_processes_change_no_verdict(string model) =>
        AssertSame(model, (history, _) => Renaming.Processes(history, process => 1_000 - process));

    [TestCaseSource(nameof(Models))]
    public void Gaps_in_time_change_no_verdict(string model) =>
        AssertSame(model, (history, _) => [.. history.Select(e => e with { Index = 10 * e.Index, TimeNs = e.TimeNs * 1_000 })]);

    [TestCaseSource(nameof(Looks))]
    public void Without_something_that_only_looked_a_valid_history_stays_valid((string Model, string F) look) =>
        AssertStaysValid(look.Model, (history, dice) =>
        {
            var looks = history.FindAll(e => e.F == look.F && e.Type == EventType.Invoke);
            return looks.Count == 0 ? history : Without(history, dice.OneOf(looks));
        });

    [TestCaseSource(nameof(Models))]
    public void With_one_more_operation_of_which_nobody_knows_the_end_a_valid_history_stays_valid(string model) =>
        AssertStaysValid(model, (history, dice) =>
        {
            var like = dice.OneOf(history.FindAll(e => e.Type == EventType.Invoke));
            var at = dice.Below(history.Count + 1);
            return Numbered([.. history[..at], like with { Process = new ProcessId(999) }, .. history[at..]]);
        });

    [TestCaseSource(nameof(Models))]
    public void With_an_answer_forgotten_a_valid_history_stays_valid(string model) =>
        AssertStaysValid(model, (history, dice) =>
        {
            var answers = history.FindAll(e => e.Type == EventType.Ok);
            var forgotten = answers.Count == 0 ? null : dice.OneOf(answers);
            return [.. history.Select(e => e == forgotten ? e with { Type = EventType.Info, Value = Asked(history, e) } : e)];
        });

    [TestCaseSource(nameof(Models))]
    public void With_an_answer_that_comes_later_a_valid_history_stays_valid(string model) =>
        AssertStaysValid(model, (history, dice) =>
        {
            var early = dice.Below(history.Count);
            var late = Math.Min(history.Count - 1, early + dice.Below(6));
            var (end, next) = (history[early], history.FindIndex(early + 1, e => e.Process == history[early].Process));
            if (end.Type == EventType.Invoke || (next >= 0 && next <= late))
                return history;
            return Numbered([.. history[..early], .. history[(early + 1)..(late + 1)], end, .. history[(late + 1)..]]);
        });

    private static void AssertSame(string model, Func<List<HistoryEvent>, Dice, List<HistoryEvent>> change)
    {
        var seen = Compare(model, change, (before, after) => before == after);
        Assert.That(seen.Valid * seen.Invalid, Is.Positive, "both verdicts must occur");
    }

    private static void AssertStaysValid(string model, Func<List<HistoryEvent>, Dice, List<HistoryEvent>> change)
    {
        var seen = Compare(model, change, (before, after) => before != Validity.Valid || after == Validity.Valid);
        Assert.That(Math.Min(seen.Valid, seen.Changed), Is.GreaterThan(Histories / 10), "it must have been tried often");
    }

    private static (int Valid, int Invalid, int Changed) Compare(
        string model,
        Func<List<HistoryEvent>, Dice, List<HistoryEvent>> change,
        Func<Validity, Validity, bool> isRight)
    {
        var (dice, valid, invalid, changed) = (new Dice(91), 0, 0, 0);
        var checker = ModelCatalog.Create(model, model == "bank" ? Value.Of([Value.Of(2), Value.Of(1)]) : null);
        for (var i = 0; i < Histories; i++)
        {
            var history = Generate(model, dice);
            var other = change([.. history], dice);
            var (before, after) = (checker.Check(history, CheckLimits.None).Validity, checker.Check(other, CheckLimits.None).Validity);
            Assert.That(isRight(before, after), Is.True, () => $"{before}:\n{Story.Tell(history)}\n{after}:\n{Story.Tell(other)}");
            valid += before == Validity.Valid ? 1 : 0;
            invalid += before == Validity.Invalid ? 1 : 0;
            changed += other.SequenceEqual(history) ? 0 : 1;
        }

        return (valid, invalid, changed);
    }

    private static List<HistoryEvent> Generate(string model, Dice dice)
    {
        var lies = dice.Below(2) * dice.Below(3);
        if (model != "register")
        {
            var trial = ModelTrials.Of(model);
            var events = trial.Generate(dice, Operations);
            for (; lies > 0; lies--)
                Tampering.Nudge(events, dice, trial.Answers);
            return events;
        }

        var history = RandomHistories.Register(dice, Operations, processes: 4, unknownPercent: 20, isUnique: dice.Percent(50), blindPercent: 30);
        for (; lies > 0; lies--)
            RandomHistories.TamperWithRegister(history, dice);
        return history;
    }

    private static List<HistoryEvent> Without(List<HistoryEvent> history, HistoryEvent invocation)
    {
        var end = history.Find(e => e.Process == invocation.Process && e.Index > invocation.Index);
        return Numbered(history.Where(e => e != invocation && (e != end || e.Type == EventType.Invoke)));
    }

    private static Value Asked(List<HistoryEvent> history, HistoryEvent end) => history.FindLast(e => e.Process == end.Process && e.Index < end.Index)!.Value;

    private static List<HistoryEvent> Numbered(IEnumerable<HistoryEvent> events) => [.. events.Select((e, i) => e with { Index = i, TimeNs = i * 1_000_000 })];
}
