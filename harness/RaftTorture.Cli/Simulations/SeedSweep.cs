using RaftTorture.Replica;
using RaftTorture.Simulation.Runs;

namespace RaftTorture.Cli.Simulations;

/// <summary>Plays many seeds over the cores. What comes out does not depend on how many there are.</summary>
internal static class SeedSweep
{
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="seams">What the nodes rest on.</param>
    /// <param name="cancellation">Ends the sweep between two runs.</param>
    /// <returns>A result a seed, in order of the seeds.</returns>
    public static IReadOnlyList<RunResult> Play(ulong first, int count, ReplicaSeams seams, CancellationToken cancellation)
    {
        var results = new RunResult[count];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, count, options, i => results[i] = SimulatedRun.Of(SwarmDraw.Of(first + (ulong)i), seams));
        return results;
    }
}
