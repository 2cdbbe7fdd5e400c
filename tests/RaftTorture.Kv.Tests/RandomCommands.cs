using System.Collections.Immutable;

namespace RaftTorture.Kv.Tests;

/// <summary>An endless, seeded log: commands on few keys in few sessions, some of them retries, some too late, while time goes on.</summary>
internal static class RandomCommands
{
    private static readonly string[] Texts = ["", "a", "b", "7", "-12", "Zürich", "日本", "🦀", new('x', 300)];

    /// <summary>Entries from index 1 on.</summary>
    public static IEnumerable<(long Index, long TimeMs, LogCommand Command)> Log(int seed)
    {
        var dice = new Random(seed);
        var timeMs = 0L;
        for (var index = 1L; ; index++)
        {
            // Sometimes back, as after a change of leaders.
            timeMs = Math.Max(0, timeMs + dice.Next(-5, 20));
            yield return (index, timeMs, Entry(dice, index));
        }
    }

    public static IEnumerable<LogCommand> From(int seed) => Log(seed).Select(entry => entry.Command);

    private static LogCommand Entry(Random dice, long index)
    {
        // Sessions are the indices of opens: any recent index may be one, or may have been.
        var session = Math.Max(1, index - dice.Next(40));
        return dice.Next(10) switch
        {
            0 => new LogCommand.OpenSession(dice.Next(1, 300)),
            1 when dice.Next(4) == 0 => new LogCommand.CloseSession(session),
            2 => new LogCommand.Once(Any(dice)),
            _ => new LogCommand.InSession(session, dice.Next(1, 6), Any(dice)),
        };
    }

    public static KvCommand Any(Random dice) => dice.Next(8) switch
    {
        0 => new KvCommand.Cas(Key(dice), Optional(dice), Text(dice)),
        1 => new KvCommand.Txn(Many(dice, Compare), Many(dice, Simple), Many(dice, Simple)),
        _ => Simple(dice),
    };

    private static KvCommand.Simple Simple(Random dice) => dice.Next(6) switch
    {
        0 => new KvCommand.Get(Key(dice)),
        1 => new KvCommand.Delete(Key(dice)),
        2 => new KvCommand.Append(Key(dice), Text(dice)),
        3 => new KvCommand.Incr(Key(dice), dice.Next(20) == 0 ? long.MaxValue : dice.Next(-3, 4)),
        _ => new KvCommand.Put(Key(dice), Text(dice)),
    };

    private static KvCompare Compare(Random dice)
    {
        var relation = (KvRelation)dice.Next(1, 5);
        return new(Key(dice), relation, relation < KvRelation.Less ? Optional(dice) : Text(dice));
    }

    private static ImmutableArray<T> Many<T>(Random dice, Func<Random, T> one) => [.. Enumerable.Range(0, dice.Next(4)).Select(_ => one(dice))];

    private static string Key(Random dice) => $"k{dice.Next(4)}";

    private static string Text(Random dice) => Texts[dice.Next(Texts.Length)];

    private static string? Optional(Random dice) => dice.Next(3) == 0 ? null : Text(dice);
}
