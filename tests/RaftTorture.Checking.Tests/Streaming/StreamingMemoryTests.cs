using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Streaming;

/// <summary>What is kept follows what is open and may still be seen, however long the history.</summary>
internal sealed class StreamingMemoryTests
{
    private const int Processes = 20;

    [Test]
    public void A_million_operations_on_one_key_leave_no_more_than_a_thousand_do()
    {
        var few = Most(Feed(StreamingCheckers.Register(Value.Absent), seed: 1, operations: 1_000));
        var many = Most(Feed(StreamingCheckers.Register(Value.Absent), seed: 1, operations: 1_000_000));

        Assert.That(many, Is.LessThan(3 * few).And.LessThan(20 * Processes));
    }

    [Test]
    public void Of_an_unknown_operation_no_more_than_its_value_stays()
    {
        var unknown = new List<HistoryEvent>();
        var kept = Feed(StreamingCheckers.Register(Value.Absent), seed: 2, operations: 100_000, unknown).Last();

        Assert.That(unknown, Has.Count.GreaterThan(2_000));
        Assert.That(kept, Is.LessThan((unknown.Count * 2 / 3) + (20 * Processes)));
    }

    [Test]
    public void An_operation_that_stays_open_keeps_what_it_may_still_see_and_frees_it_when_it_ends()
    {
        var checker = StreamingCheckers.Register(Value.Absent);
        var slow = Story.Of("999 invoke read k\n999 fail");
        checker.Observe(slow[0]);
        using var sizes = Feed(checker, seed: 3, operations: 40_000).GetEnumerator();
        while (sizes.Current < 10_000)
            Assert.That(sizes.MoveNext(), "what a slow operation may see must be kept");
        checker.Observe(slow[1]);
        while (sizes.MoveNext())
        {
        }

        Assert.That(((StreamingChecker)checker).RetainedCount, Is.LessThan(20 * Processes));
    }

    [Test]
    public void A_retired_key_is_dropped_when_its_last_operation_has_ended()
    {
        var checker = (StreamingChecker)StreamingCheckers.Set();
        var story = Story.Of("1 invoke add a 1\n1 ok\n2 invoke read a\n2 ok [1]");
        foreach (var e in story[..3])
            checker.Observe(e);
        checker.Retire("a");
        Assert.That(checker.RetainedCount, Is.Positive);

        checker.Observe(story[3]);
        Assert.That(checker.RetainedCount, Is.Zero);
    }

    private static int Most(IEnumerable<int> sizes) => sizes.Max();

    /// <summary>A register that keeps its promise: each operation happens at some step between its invocation and its end.</summary>
    /// <param name="unknown">Takes those that are given up, two at a hundred steps; without it none is.</param>
    /// <returns>What the checker keeps, looked at now and then.</returns>
    private static IEnumerable<int> Feed(IStreamingChecker checker, ulong seed, int operations, List<HistoryEvent>? unknown = null)
    {
        var dice = new Dice(seed);
        var state = Value.Absent;
        var open = new HistoryEvent?[Processes];
        var answers = new HistoryEvent?[Processes];
        var names = Enumerable.Range(0, Processes).ToArray();
        for (var invoked = 0; invoked < operations;)
        {
            var process = dice.Below(Processes);
            if (open[process] is not { } asked)
                Take(open[process] = Invocation(names[process], invoked++, dice.OneOf(["read", "write", "cas"])));
            else if (unknown is not null && dice.Percent(2))
                GiveUp(process, asked, dice.Percent(50));
            else if (answers[process] is null)
                answers[process] = Perform(asked);
            else
                Complete(process, answers[process]!);
            if (invoked % 500 == 0)
                yield return ((StreamingChecker)checker).RetainedCount;
        }

        for (var process = 0; process < Processes; process++)
        {
            if (open[process] is { } asked)
                Complete(process, answers[process] ?? Perform(asked));
        }

        yield return ((StreamingChecker)checker).RetainedCount;

        void Take(HistoryEvent e) => Assert.That(checker.Observe(e), Is.Null);

        HistoryEvent Invocation(int name, int value, string f) => new()
        {
            Index = 0,
            TimeNs = 0,
            Process = new ProcessId(name),
            Type = EventType.Invoke,
            F = f,
            Key = "k",
            Value = f == "cas" ? Value.Cas(state, Value.Of(value)) : f == "write" ? Value.Of(value) : Value.Absent,
        };

        HistoryEvent Perform(HistoryEvent asked)
        {
            if (asked.F == "read")
                return asked with { Type = EventType.Ok, Value = state };
            if (asked.Value is Value.Items { Content: [var expected, var next] })
            {
                if (expected != state)
                    return asked with { Type = EventType.Fail, Error = HistoryEvent.CasMiss, Observed = state };
                state = next;
                return asked with { Type = EventType.Ok };
            }

            state = asked.Value;
            return asked with { Type = EventType.Ok };
        }

        void GiveUp(int process, HistoryEvent asked, bool happens)
        {
            if (happens && answers[process] is null)
                Perform(asked);
            names[process] += Processes;
            unknown!.Add(asked);
            Complete(process, asked with { Type = EventType.Info });
        }

        void Complete(int process, HistoryEvent completion)
        {
            (open[process], answers[process]) = (null, null);
            Take(completion);
        }
    }
}
