using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>What clients do, and how it is judged.</summary>
/// <param name="Load">Endless, unpaced: the run decides how fast and for how long.</param>
public sealed record Workload(string Name, IGenerator<Operation> Load, IChecker Checker)
{
    /// <summary>Makes a check that goes on with the run; null where there is none for what clients do.</summary>
    public Func<IStreamingChecker>? Streaming { get; init; }
}
