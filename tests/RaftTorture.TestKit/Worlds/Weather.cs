namespace RaftTorture.TestKit.Worlds;

/// <summary>What the network does to every message. Delays are drawn anew for each, so a wide range also reorders.</summary>
/// <param name="MinDelayMs">Shortest one-way delay, milliseconds.</param>
/// <param name="MaxDelayMs">Longest one-way delay, milliseconds.</param>
/// <param name="DropPermille">How many messages in a thousand are lost.</param>
/// <param name="DuplicatePermille">How many in a thousand arrive twice.</param>
public sealed record Weather(int MinDelayMs = 1, int MaxDelayMs = 1, int DropPermille = 0, int DuplicatePermille = 0)
{
    /// <summary>One millisecond, in order, nothing lost.</summary>
    public static readonly Weather Calm = new();

    public static readonly Weather Lossy = Calm with { DropPermille = 200 };

    public static readonly Weather Doubling = Calm with { DuplicatePermille = 300 };

    /// <summary>A message may be overtaken by what was sent a heartbeat later.</summary>
    public static readonly Weather Reordering = Calm with { MaxDelayMs = 60 };

    /// <summary>Every message slow by the same 40 ms: late, but in order.</summary>
    public static readonly Weather Slow = new(40, 40);

    public static readonly Weather Stormy = new(1, 60, DropPermille: 150, DuplicatePermille: 150);
}
