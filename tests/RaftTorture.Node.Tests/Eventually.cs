using System.Diagnostics;

namespace RaftTorture.Node.Tests;

/// <summary>Waits for a condition, not for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task Async(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > Limit)
                Assert.Fail(otherwise());
            await Task.Delay(10);
        }
    }
}
