namespace RaftTorture.FaultyNode;

/// <summary>A node that times its elections and leases by the clock on the wall: when that is put back, its lease never ends.</summary>
internal static class WallClock
{
    public static long NowMs() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
