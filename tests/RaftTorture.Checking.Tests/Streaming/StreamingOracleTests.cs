using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Streaming;

/// <summary>
/// The checks that go on with a run against the definition, and against the check of whole histories: what they object to must be
/// impossible at that very event, and of what is impossible they must find nearly all.
/// </summary>
internal sealed class StreamingOracleTests
{
    private const int Histories = 10_000;
    private const int LongHistories = 600;
    private const double LeastOfUnique = 0.9;
    private const double LeastOfRepeated = 0.5;

    [Test]
    public void Registers_with_unique_values_are_objected_to_exactly_when_brute_force_does_and_at_the_same_event()
    {
        var found = Compare(seed: 31, Registers, Register(isUnique: true, blindPercent: 0), Value.Absent, Specifications.Register);

        Assert.That(found.Part, Is.EqualTo(1.0), found.ToString());
    }

    [TestCase(true, 60, LeastOfUnique)]
    [TestCase(false, 0, LeastOfRepeated)]
    [TestCase(false, 60, LeastOfRepeated)]
    public void Registers_are_never_objected_to_without_reason(bool isUnique, int blindPercent, double leastFound)
    {
        var found = Compare(seed: 32, Registers, Register(isUnique, blindPercent), Value.Absent, Specifications.Register, isExact: false);

        Assert.That(found.Part, Is.GreaterThan(leastFound), found.ToString());
    }

    [Test]
    public void Sets_are_objected_to_exactly_when_brute_force_does()
    {
        var found = Compare(seed: 33, StreamingCheckers.Set, Collection("add"), Value.Of([]), Specifications.Set);

        Assert.That(found.Part, Is.EqualTo(1.0), found.ToString());
    }

    [Test]
    public void Lists_are_objected_to_exactly_when_brute_force_does()
    {
        var found = Compare(seed: 34, StreamingCheckers.List, Collection("append"), Value.Of([]), Specifications.List);

        Assert.That(found.Part, Is.EqualTo(1.0), found.ToString());
    }

    [Test]
    public void Long_histories_of_registers_are_objected_to_where_the_check_of_the_whole_first_would()
    {
        var dice = new Dice(35);
        var seen = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        for (var i = 0; i < LongHistories; i++)
        {
            var history = RandomHistories.Register(dice, operations: 150, processes: 2 + dice.Below(12), unknownPercent: 5, isUnique: true, blindPercent: 0);
            for (var lies = dice.Below(3); lies > 0; lies--)
                RandomHistories.TamperWithRegister(history, dice);
            var at = FirstObjection(Registers(), history);
            seen[at is null]++;
            Assert.That(IsInvalid(history, at + 1 ?? history.Count), Is.EqualTo(at is not null), () => $"{at}\n{Story.Tell(history)}");
            Assert.That(at is not null && IsInvalid(history, at.Value), Is.False, () => $"found late, at {at}\n{Story.Tell(history)}");
        }

        Assert.That(seen.Values, Has.All.GreaterThan(LongHistories / 10), "both must occur often");
    }

    /// <summary>How many of the impossible histories were objected to.</summary>
    private sealed record Found(int Objections, int Impossible)
    {
        public double Part => (double)Objections / Impossible;

        public override string ToString() => $"{Objections} of {Impossible} impossible histories were objected to ({Part:P1})";
    }

    private static IStreamingChecker Registers() => StreamingCheckers.Register(Value.Absent);

    private static Found Compare(
        ulong seed, Func<IStreamingChecker> create, Func<Dice, List<HistoryEvent>> draw, Value initial, BruteForce.Specification specification, bool isExact = true)
    {
        var dice = new Dice(seed);
        var found = new Found(0, 0);
        for (var i = 0; i < Histories; i++)
        {
            var history = draw(dice);
            var first = FirstImpossible(history, initial, specification);
            var at = FirstObjection(create(), history);
            found = new Found(found.Objections + (at is null ? 0 : 1), found.Impossible + (first is null ? 0 : 1));
            Assert.That(at, isExact ? Is.EqualTo(first) : Is.Null.Or.GreaterThanOrEqualTo(first ?? int.MaxValue), () => $"impossible at {first}, objected to at {at}\n{Story.Tell(history)}");
        }

        Assert.That(found.Impossible, Is.InRange(Histories / 10, Histories * 9 / 10), "both must occur often");
        TestContext.Out.WriteLine(found);
        return found;
    }

    /// <returns>The event with which the history has no order any more, or null.</returns>
    private static int? FirstImpossible(List<HistoryEvent> history, Value initial, BruteForce.Specification specification)
    {
        if (BruteForce.IsLinearizable(history, initial, specification))
            return null;
        return Enumerable.Range(0, history.Count).First(i => !BruteForce.IsLinearizable(history[..(i + 1)], initial, specification));
    }

    private static int? FirstObjection(IStreamingChecker checker, List<HistoryEvent> history)
    {
        var at = history.FindIndex(e => checker.Observe(e) is { Validity: Validity.Invalid });
        return at < 0 ? null : at;
    }

    private static bool IsInvalid(List<HistoryEvent> history, int length) =>
        new LinearizabilityChecker().Check(history[..length], CheckLimits.None).Validity == Validity.Invalid;

    private static Func<Dice, List<HistoryEvent>> Register(bool isUnique, int blindPercent) => dice =>
    {
        var history = RandomHistories.Register(dice, 1 + dice.Below(7), processes: 2 + dice.Below(4), unknownPercent: 20, isUnique, blindPercent);
        for (var lies = dice.Below(3); lies > 0; lies--)
            RandomHistories.TamperWithRegister(history, dice);
        return history;
    };

    private static Func<Dice, List<HistoryEvent>> Collection(string f) => dice =>
    {
        var history = RandomHistories.Collection(dice, f, 1 + dice.Below(7), processes: 2 + dice.Below(4), unknownPercent: 20);
        for (var lies = dice.Below(3); lies > 0; lies--)
            RandomHistories.TamperWithCollection(history, dice);
        return history;
    };
}
