using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Registers;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Results;

/// <summary>To explain a violation costs about as much as to find it, however long the history.</summary>
internal sealed class LongHistoryTests
{
    private static readonly int Operations = Environment.GetEnvironmentVariable("RAFTTORTURE_LONG_FUZZ") is null ? 50_000 : 1_000_000;

    [Test]
    public void One_stale_read_is_explained_by_a_few_searches_of_the_whole([Values(0, 2)] int unknownPercent)
    {
        var key = KeyCalls.Of(new HotRegister(Operations, Clients: 20, Values: 0, unknownPercent).Generate(new Dice(17), isStale: true)).Single();
        var search = RegisterOrders.Of(Value.Absent, CheckLimits.None);
        var contradiction = ((Ordering.Impossible)search(key.Calls)).Contradiction;
        var wholes = 0;

        var example = CounterExample.Find(key.Calls, Counted, (known, culprit) => new RegisterMemory(known, culprit), () => false, contradiction);

        Assert.That(example.IsMinimal, Is.True);
        Assert.That(example.Core.Count, Is.LessThanOrEqualTo(4));
        Assert.That(wholes, Is.LessThanOrEqualTo(3));

        Ordering Counted(IReadOnlyList<Call> calls)
        {
            wholes += calls.Count > 100 ? 1 : 0;
            return search(calls);
        }
    }

    [Test]
    public void The_time_of_a_verdict_on_a_stale_read()
    {
        var history = new HotRegister(Operations, Clients: 20, Values: 0, UnknownPercent: 2).Generate(new Dice(17), isStale: true);
        var watch = Stopwatch.StartNew();
        var violation = new LinearizabilityChecker().Check(history, CheckLimits.None).Parts.Single().Violation!;
        TestContext.Out.WriteLine($"{Operations:N0} operations: {watch.Elapsed.TotalSeconds:0.00} s, core {violation.CoreCount}, {violation.Sentence}");
        Assert.That(violation.IsMinimal, Is.True);
    }
}
