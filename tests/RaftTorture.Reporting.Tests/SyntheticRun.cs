using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Reporting.Tests;

/// <summary>A run that never was, drawn from a seed: as long and as broken as a test wants it.</summary>
internal static class SyntheticRun
{
    private const long NsPerMs = 1_000_000;
    private const long NsPerSecond = 1_000_000_000;

    private static readonly string[] Nodes = ["n1", "n2", "n3", "n4", "n5"];

    public static RunRecord Of(long seed = 7, int operations = 6_000, int seconds = 60)
    {
        var receipts = Faults(seconds);
        var history = History(new Random((int)seed), operations, seconds, receipts);
        return new RunRecord(
            new Plan { Seed = seed, Nemesis = ["partition", "kill", "pause"], TimeLimitSeconds = seconds },
            history,
            receipts,
            Leaders(seconds),
            Phases(seconds),
            Valid(),
            [new("raft-torture", "0.1.0"), new("machine", "2 cores, Linux"), new("runtime", ".NET 10.0.0")]);
    }

    public static Verdict Valid() => Verdict.Compose(
        "all",
        [
            new Verdict("linearizable", Validity.Valid, "every key has a linearization") { Facts = [new("keys", "31"), new("states", "48,120")] },
            new Verdict("stats", Validity.Valid, "every kind of operation succeeded"),
            new Verdict("receipts", Validity.Valid, "every fault was seen to take effect and to heal"),
        ]);

    /// <summary>A stale read, shown by three events of the given history.</summary>
    public static Verdict Invalid(RunRecord run)
    {
        var key = run.History.First(happened => happened.Key is not null).Key;
        var evidence = run.History.Where(happened => happened.Key == key).Take(6).ToList();
        var broken = new Verdict("linearizable", Validity.Invalid, $"read of {key} returned 3 after 4 was acknowledged") { Key = key, Evidence = evidence };
        var sound = Enumerable.Range(0, 30).Select(n => new Verdict("linearizable", Validity.Valid, "200 operations") { Key = $"key-{n}" });
        return Verdict.Compose("all", [Verdict.Compose("linearizable", [.. sound, broken]), new Verdict("stats", Validity.Valid, "every kind of operation succeeded")]);
    }

    /// <summary>The run with a key at its end whose register forgot an acknowledged write for a moment, and the checker's verdict on that key.</summary>
    public static RunRecord WithStaleRead(RunRecord run)
    {
        var startNs = run.History[^1].TimeNs;
        (int Process, EventType Type, string F, Value Value, int AtMs)[] story =
        [
            (1001, EventType.Invoke, Functions.Write, Value.Of(17), 1), (1001, EventType.Ok, Functions.Write, Value.Of(17), 4),
            (1002, EventType.Invoke, Functions.Write, Value.Of(21), 6), (1003, EventType.Invoke, Functions.Read, Value.Absent, 7),
            (1003, EventType.Ok, Functions.Read, Value.Of(17), 9), (1002, EventType.Ok, Functions.Write, Value.Of(21), 11),
            (1003, EventType.Invoke, Functions.Read, Value.Absent, 12), (1003, EventType.Ok, Functions.Read, Value.Of(21), 13),
            (1004, EventType.Invoke, Functions.Read, Value.Absent, 14), (1004, EventType.Ok, Functions.Read, Value.Of(17), 17),
            (1003, EventType.Invoke, Functions.Read, Value.Absent, 18), (1003, EventType.Ok, Functions.Read, Value.Of(21), 19),
        ];
        HistoryEvent[] events = [.. story.Select((told, i) => new HistoryEvent
        {
            Index = run.History.Length + i,
            TimeNs = startNs + (told.AtMs * NsPerMs),
            Process = new ProcessId(told.Process),
            Type = told.Type,
            F = told.F,
            Key = "order-17",
            Value = told.Value,
            Node = "n2",
        })];
        var padding = run.History.Select(happened => happened with { Process = ProcessId.Nemesis });
        var verdict = new LinearizabilityChecker().Check([.. padding, .. events], CheckLimits.None);
        return run with { History = [.. run.History, .. events], Verdict = Verdict.Compose("all", [verdict, .. Valid().Parts.Skip(1)]) };
    }

    private static ImmutableArray<HistoryEvent> History(Random dice, int operations, int seconds, ImmutableArray<Receipt> receipts)
    {
        const int workers = 5;
        var events = new List<HistoryEvent>();
        for (var worker = 0; worker < workers; worker++)
            events.AddRange(Worker(dice, worker, workers, operations / workers, seconds * NsPerSecond, receipts));
        return [.. events.OrderBy(happened => happened.TimeNs).Select((happened, index) => happened with { Index = index })];
    }

    private static IEnumerable<HistoryEvent> Worker(Random dice, int process, int workers, int operations, long endNs, ImmutableArray<Receipt> receipts)
    {
        var gapNs = endNs / operations;
        var freeNs = 0L;
        for (var n = 0; n < operations; n++)
        {
            var startNs = Math.Max(freeNs, (n * gapNs) + dice.NextInt64(gapNs));
            var invoke = Invocation(dice, process, startNs, n);
            yield return invoke;
            var completion = Completion(dice, invoke, receipts.Any(receipt => !receipt.IsHeal && startNs - receipt.StartNs is > 0 and < 3 * NsPerSecond));
            yield return completion;
            freeNs = completion.TimeNs + 1;
            process += completion.Type == EventType.Info ? workers : 0;
        }
    }

    private static HistoryEvent Invocation(Random dice, int process, long startNs, int n)
    {
        var f = dice.Next(4) switch { 0 => Functions.Write, 1 => Functions.Cas, _ => Functions.Read };
        var value = f switch
        {
            Functions.Write => Value.Of(n),
            Functions.Cas => Value.Cas(Value.Of(n - 1), Value.Of(n)),
            _ => Value.Absent,
        };
        return new HistoryEvent
        {
            Index = 0,
            TimeNs = startNs,
            Process = new ProcessId(process),
            Type = EventType.Invoke,
            F = f,
            Key = $"order-{(n / 40) + dice.Next(5)}",
            Value = value,
            Node = Nodes[process % Nodes.Length],
        };
    }

    private static HistoryEvent Completion(Random dice, HistoryEvent invoke, bool isBroken)
    {
        var latencyNs = (long)((isBroken ? 30 : 2) * NsPerMs * Math.Exp(dice.NextDouble() * 2.5));
        if (isBroken && dice.Next(8) == 0)
            return invoke with { TimeNs = invoke.TimeNs + (3_000 * NsPerMs), Type = EventType.Info, Error = "timeout" };
        if (invoke.F == Functions.Cas && dice.Next(3) == 0)
            return invoke with { TimeNs = invoke.TimeNs + latencyNs, Type = EventType.Fail, Error = HistoryEvent.CasMiss, Observed = Value.Of(7) };
        return invoke with { TimeNs = invoke.TimeNs + latencyNs, Type = EventType.Ok, Value = invoke.F == Functions.Read ? Value.Of(3) : invoke.Value };
    }

    private static ImmutableArray<Receipt> Faults(int seconds)
    {
        var receipts = ImmutableArray.CreateBuilder<Receipt>();
        for (var n = 0; 5 + (n * 9) + 5 < seconds; n++)
        {
            var fault = Fault(n);
            receipts.Add(Receipt(fault, (5 + (n * 9)) * NsPerSecond, isHeal: false));
            if (fault.Heal is not null)
                receipts.Add(Receipt(fault.Heal, (10 + (n * 9)) * NsPerSecond, isHeal: true));
        }

        return receipts.ToImmutable();
    }

    private static Fault Fault(int n) => (n % 7) switch
    {
        0 => new Fault.Partition("majority", [new Link("n1", "n2"), new Link("n1", "n3"), new Link("n2", "n1"), new Link("n3", "n1")]),
        1 => new Fault.Kill([Nodes[n % Nodes.Length]]),
        2 => new Fault.Pause([Nodes[n % Nodes.Length]]),
        3 => new Fault.Packet([new Link("n4", "n5"), new Link("n5", "n4")], DelayMs: 50, JitterMs: 10),
        4 => new Fault.Transfer("n2"),
        5 => new Fault.TakeSnapshot(["n1", "n3"]),
        _ => new Fault.Shrink("n5"),
    };

    private static Receipt Receipt(Fault fault, long startNs, bool isHeal) =>
        new(fault.Kind, fault.F, fault.Description, isHeal, true, "probe answered as expected after 41 ms", startNs, startNs + (41 * NsPerMs));

    private static ImmutableArray<LeaderSeen> Leaders(int seconds) =>
        [.. Enumerable.Range(0, (seconds / 12) + 1).Select(n => new LeaderSeen((n * 12 * NsPerSecond) + (200 * NsPerMs), Nodes[n * 3 % Nodes.Length], n + 1))];

    private static ImmutableArray<PhaseStarted> Phases(int seconds) =>
    [
        new(Phase.SetUp, 0),
        new(Phase.Quiet, NsPerSecond),
        new(Phase.Faults, 3 * NsPerSecond),
        new(Phase.Heal, (seconds - 5) * NsPerSecond),
        new(Phase.Liveness, (seconds - 4) * NsPerSecond),
        new(Phase.FinalReads, (seconds - 1) * NsPerSecond),
        new(Phase.Check, seconds * NsPerSecond),
    ];
}
