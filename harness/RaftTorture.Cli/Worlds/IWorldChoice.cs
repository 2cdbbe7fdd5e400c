using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Worlds;

/// <summary>A world as <c>--world</c> knows it. A new one is one file and one line in <see cref="WorldChoices"/>.</summary>
public interface IWorldChoice
{
    string Name { get; }

    /// <summary>Called once, before anything is shown or written: a world may have to start this program anew in a place of its own, and then does not return.</summary>
    /// <exception cref="ClusterException">This world cannot be had here: what is missing, and the command that provides it.</exception>
    void Enter();

    /// <summary>Finds the nodes' programs, and what can be broken. A world may need something running for that, which the stage owns; no node is started.</summary>
    /// <exception cref="ClusterException">A program is missing.</exception>
    Task<IStage> OpenAsync(Plan plan, NodePrograms programs, CancellationToken cancellation);
}

/// <summary>A world in which a plan can be played.</summary>
public interface IStage : IAsyncDisposable
{
    /// <summary>What is tortured, as the report names it.</summary>
    string Node { get; }

    /// <inheritdoc cref="ICluster.WhyUnsupported"/>
    string? WhyUnsupported(FaultKind kind);

    /// <summary>The cluster, not yet started.</summary>
    /// <param name="runDirectory">Where it keeps what stays.</param>
    /// <param name="runId">Names the run among all runs: a file name's characters only.</param>
    ICluster Create(string runDirectory, string runId);
}
