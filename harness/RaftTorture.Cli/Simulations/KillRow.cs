using RaftTorture.Simulation.Runs;
using RaftTorture.Zoo;

namespace RaftTorture.Cli.Simulations;

/// <summary>One line of the kill matrix: in how many runs of an animal each layer saw that something is wrong, and how soon.</summary>
internal sealed record KillRow(Animal? Animal, int Runs, int ByClients, int ByInvariants, int ByLiveness, int ByCrashes, long? MedianMs)
{
    /// <param name="animal">Whose runs; null for sound nodes, the control.</param>
    /// <param name="results">Of its runs.</param>
    public static KillRow Of(Animal? animal, IReadOnlyList<RunResult> results)
    {
        Finding[] findings = [.. results.Select(result => result.Finding).OfType<Finding>().OrderBy(finding => finding.AtMs)];
        return new KillRow(
            animal,
            results.Count,
            Count(Layer.Client),
            Count(Layer.Invariant),
            Count(Layer.Liveness),
            Count(Layer.Crash),
            findings.Length > 0 ? findings[findings.Length / 2].AtMs : null);

        int Count(Layer layer) => findings.Count(finding => finding.Layer == layer);
    }

    public int Found => ByClients + ByInvariants + ByLiveness + ByCrashes;

    /// <summary>Sound nodes must not be found, animals must.</summary>
    public bool IsAsItShouldBe => Animal is null ? Found == 0 : Found > 0 || Animal.Equivalent is not null;
}
