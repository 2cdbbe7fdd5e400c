namespace RaftTorture.Kv.Tests;

/// <summary>An endless, seeded stream of commands on few keys from few clients, some of them retries.</summary>
internal static class RandomCommands
{
    private static readonly string[] Texts = ["", "a", "b", "Zürich", "日本", "🦀", new('x', 300)];

    public static IEnumerable<SessionCommand> From(int seed)
    {
        var dice = new Random(seed);
        for (var step = 1; ; step++)
            yield return new SessionCommand($"c{dice.Next(3)}", Math.Max(1, step - dice.Next(3)), One(dice));
    }

    private static KvCommand One(Random dice)
    {
        var key = $"k{dice.Next(4)}";
        var text = Texts[dice.Next(Texts.Length)];
        return dice.Next(6) switch
        {
            0 => new KvCommand.Get(key),
            1 => new KvCommand.Put(key, text),
            2 => new KvCommand.Delete(key),
            3 => new KvCommand.Cas(key, null, text),
            4 => new KvCommand.Cas(key, Texts[dice.Next(Texts.Length)], text),
            _ => new KvCommand.Append(key, text),
        };
    }
}
