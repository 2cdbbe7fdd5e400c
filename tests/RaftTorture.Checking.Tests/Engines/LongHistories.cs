using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines;

/// <summary>A history that keeps the judge busy for a while, so that the time can be over in the middle of each of its parts.</summary>
/// <param name="Name">Tells which way it is decided.</param>
internal sealed record LongHistory(string Name, IChecker Checker, IReadOnlyList<HistoryEvent> Events)
{
    public override string ToString() => Name;
}

internal static class LongHistories
{
    public static LongHistory Of(string name, int operations)
    {
        var dice = new Dice(81);
        return name switch
        {
            "unique" => Register(new HotRegister(operations, Clients: 20, Values: 0, UnknownPercent: 5)),
            "unique, blind" => Register(new HotRegister(operations, Clients: 20, Values: 0, UnknownPercent: 2, BlindPercent: 100)),
            "unique, stale" => Register(new HotRegister(operations, Clients: 20, Values: 0, UnknownPercent: 5), isStale: true),
            "few values" => Register(new HotRegister(operations, Clients: 5, Values: 5, UnknownPercent: 0)),
            "few values, unknown" => Register(new HotRegister(operations / 4, Clients: 5, Values: 5, UnknownPercent: 1)),
            "few values, stale" => Register(new HotRegister(operations / 16, Clients: 3, Values: 50, UnknownPercent: 1), isStale: true),
            "kv" => new(name, ModelCatalog.Create("kv", Value.Of("")), Appends.Generate(dice, operations / 10, clients: 10, keys: 2, isBroken: false)),
            "kv, one key" => Model("kv", BusyObjects.Text(dice, operations, clients: 5)),
            "queue" or "unordered-queue" => Model(name, BusyObjects.Queue(dice, operations, clients: 20, unknownPercent: 2)),
            "counter" => Model(name, BusyObjects.Counter(dice, operations, clients: 20, unknownPercent: 2)),
            "mutex" => Model(name, Mutex(operations)),
            "set" => Model(name, RandomHistories.Collection(dice, "add", operations / 16, processes: 5, unknownPercent: 2)),
            "append-list" => Model(name, RandomHistories.Collection(dice, "append", operations / 16, processes: 5, unknownPercent: 2)),
            _ => throw new ArgumentException($"no long history is called '{name}'", nameof(name)),
        };

        LongHistory Register(HotRegister hot, bool isStale = false) => new(name, new LinearizabilityChecker(), hot.Generate(dice, isStale));

        LongHistory Model(string model, List<HistoryEvent> events) => new(name, ModelCatalog.Create(model), events);
    }

    /// <summary>Two processes by turns.</summary>
    private static List<HistoryEvent> Mutex(int operations)
    {
        var turns = Enumerable.Range(0, operations / 2).Select(turn => turn % 2);
        return Story.Of(string.Join('\n', turns.Select(i => $"{i} invoke acquire k\n{i} ok\n{i} invoke release k\n{i} ok")));
    }
}
