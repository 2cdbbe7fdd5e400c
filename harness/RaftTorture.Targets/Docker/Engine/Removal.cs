using System.Diagnostics;
using System.Net;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>
/// Removes what others may be removing at the same moment, or have not quite let go of: the engine itself removes a container that asked for
/// it when it ended, and two harnesses may find the same dead run.
/// </summary>
internal static class Removal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when the engine says that it is gone, or has removed it.</summary>
    /// <param name="removeAsync">Asks the engine for it. False if that may not be the end of it yet.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="EngineException">It is still held by something else after all patience: the engine's words.</exception>
    public static async Task UntilGoneAsync(Func<Task<bool>> removeAsync, CancellationToken cancellation)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                if (await removeAsync())
                    return;
            }
            catch (EngineException gone) when (gone.IsNotFound)
            {
                return;
            }
            catch (EngineException held) when (IsHeld(held) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                // Whoever holds it may be letting go of it.
            }

            await Task.Delay(Interval, cancellation);
        }
    }

    /// <summary>A removal that is under way, or a volume in use, is a conflict; a network with somebody in it is forbidden.</summary>
    private static bool IsHeld(EngineException refusal) => refusal.IsConflict || refusal.Status == HttpStatusCode.Forbidden;
}
