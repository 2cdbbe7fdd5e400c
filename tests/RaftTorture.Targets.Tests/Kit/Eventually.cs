using System.Diagnostics;

namespace RaftTorture.Targets.Tests.Kit;

internal static class Eventually
{
    /// <summary>Waits for a condition; fails the test with what was awaited if it does not come within a limit.</summary>
    public static Task IsTrue(Func<bool> condition, string what, int withinMs = 10_000) =>
        IsTrueAsync(() => Task.FromResult(condition()), what, withinMs);

    /// <inheritdoc cref="IsTrue"/>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, int withinMs = 10_000)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds > withinMs)
                Assert.Fail($"not within {withinMs} ms: {what}");
            await Task.Delay(5);
        }
    }
}
