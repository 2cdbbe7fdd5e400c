using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Registers;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Results;

internal sealed class CounterExampleTests
{
    private const string Stale = "1 invoke write k 1\n1 ok\n2 invoke write k 2\n2 ok\n3 invoke read k\n3 ok 2\n4 invoke read k\n4 ok 1";

    [Test]
    public void Any_search_that_can_answer_is_explained()
    {
        var history = Story.Of("1 invoke append l 1\n1 ok\n2 invoke append l 2\n2 ok\n3 invoke read l\n3 ok [1,2]\n4 invoke read l\n4 ok [2]");
        var violation = ModelViolation.Of(KeyCalls.Of(history).Single(), BruteForceOrders(Value.Of([]), Specifications.List), () => false);
        Assert.That(violation.Sentence, Is.EqualTo("key l: no order of the operations explains that process 4 got [2] from read"));
        Assert.That(violation.Core.Select(operation => operation.Invocation.Index), Is.EqualTo([0, 6]));
        Assert.That(violation.IsMinimal, Is.True);
    }

    [Test]
    public void Where_the_time_is_up_at_once_everything_is_the_core_and_it_is_not_called_minimal()
    {
        var example = Find(Stale, () => true);
        Assert.That((example.Core.Count, example.IsMinimal), Is.EqualTo((4, false)));
        Assert.That(example.Prefix, Is.Null);
    }

    [Test]
    public void A_core_of_very_many_is_counted_and_only_its_end_is_told_with_the_culprit()
    {
        const int writes = 1_500;
        var story = "9 invoke read k\n" + string.Concat(Enumerable.Range(1, writes).Select(value => $"1 invoke write k {value}\n1 ok\n")) + "9 ok -1";
        var key = KeyCalls.Of(Story.Of(story)).Single();

        var violation = Find(story, () => true).Tell(key, Reason.Unexplained(key.Calls[0], "read"), []);

        Assert.That((violation.CoreCount, violation.Core.Count, violation.IsMinimal), Is.EqualTo((writes + 1, 1_000, false)));
        Assert.That(violation.Core.Single(violation.IsCulprit).Invocation.Index, Is.Zero);
        Assert.That(violation.Core[^1].Invocation.Index, Is.EqualTo((2 * writes) - 1));
    }

    [Test]
    public void A_contradiction_that_a_search_names_is_tried_and_not_trusted([Values(0, 3)] int named)
    {
        var key = KeyCalls.Of(Story.Of(Stale)).Single();
        var real = RegisterOrders.Of(Value.Absent, CheckLimits.None);

        var example = CounterExample.Find(key.Calls, Lying, (known, culprit) => new RegisterMemory(known, culprit), () => false, [key.Calls[named]]);

        Assert.That((example.IsMinimal, example.Culprit), Is.EqualTo((true, key.Calls[3])));
        Assert.That(example.Core.Select(call => call.Invocation.Index), Is.EqualTo([0, 2, 6]));
        Assert.That(example.Prefix, Has.Count.EqualTo(3));

        Ordering Lying(IReadOnlyList<Call> calls) => real(calls) is Ordering.Impossible ? new Ordering.Impossible { Contradiction = [calls[0]] } : real(calls);
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Where_the_time_is_up_on_the_way_the_core_still_is_impossible(int looks)
    {
        var example = Find(Stale, () => --looks < 0);
        Assert.That(example.IsMinimal, Is.False);
        Assert.That(RegisterOrders.Of(Value.Absent, CheckLimits.None)(example.Core), Is.TypeOf<Ordering.Impossible>());
    }

    [Test]
    public void A_search_that_is_undecided_proves_nothing_minimal()
    {
        var real = RegisterOrders.Of(Value.Absent, CheckLimits.None);
        var key = KeyCalls.Of(Story.Of(Stale)).Single();
        var example = CounterExample.Find(
            key.Calls,
            calls => real(calls) is Ordering.Impossible impossible ? impossible : new Ordering.Undecided(),
            (known, culprit) => new RegisterMemory(known, culprit),
            () => false);
        Assert.That((example.Core.Count, example.IsMinimal), Is.EqualTo((3, false)));
    }

    /// <summary>The few forgotten writes that a register is searched with allow exactly what all of them would.</summary>
    [Test]
    public void What_may_matter_is_enough([Values(true, false)] bool isUnique, [Values(0, 50)] int blindPercent)
    {
        var dice = new Dice(11);
        var findOrder = RegisterOrders.Of(Value.Absent, CheckLimits.None);
        var impossible = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var history = RandomHistories.Register(dice, 2 + dice.Below(9), processes: 2 + dice.Below(4), unknownPercent: 20, isUnique, blindPercent);
            RandomHistories.TamperWithRegister(history, dice);
            Call[] calls = [.. Pairing.Pair(history).Where(call => call.Outcome != EventType.Fail || call.IsCasMiss)];
            Call[] told = [.. calls.Where(_ => dice.Percent(60))];
            var withAll = findOrder(Forgetting.History(told, new FullMemory(calls).MayMatter(told)));
            var withFew = findOrder(Forgetting.History(told, new RegisterMemory(calls, calls[0]).MayMatter(told)));
            Assert.That(withFew is Ordering.Impossible, Is.EqualTo(withAll is Ordering.Impossible), () => Story.Tell(history));
            impossible += withAll is Ordering.Impossible ? 1 : 0;
        }

        Assert.That(impossible, Is.GreaterThan(200).And.LessThan(2_800));
    }

    private static CounterExample Find(string story, Func<bool> isExpired) => CounterExample.Find(
        KeyCalls.Of(Story.Of(story)).Single().Calls,
        RegisterOrders.Of(Value.Absent, CheckLimits.None),
        (known, culprit) => new RegisterMemory(known, culprit),
        isExpired);

    private static FindOrder BruteForceOrders(Value initial, BruteForce.Specification specification) => calls =>
    {
        var events = calls.SelectMany(call => new[] { (At: call.InvokedAt, Event: call.Invocation with { Process = new ProcessId(call.InvokedAt) }) }
            .Concat(call.Completion is { } end && !call.IsUnknown ? [(call.CompletedAt, end with { Process = new ProcessId(call.InvokedAt) })] : []));
        HistoryEvent[] history = [.. events.OrderBy(x => x.At).Select((x, i) => x.Event with { Index = i })];
        return BruteForce.IsLinearizable(history, initial, specification) ? new Ordering.Found([]) : new Ordering.Impossible();
    };
}
