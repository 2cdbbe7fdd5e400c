namespace RaftTorture.Targets.Worlds;

/// <summary>Starts nodes of a world: what faults use that end with a node that lives again.</summary>
internal interface IStarter
{
    /// <summary>Starts a node that is down; returns once its process runs.</summary>
    /// <exception cref="Running.Ports.ClusterException">It cannot be started.</exception>
    Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation);

    /// <summary>Waits until the life that was launched is ready.</summary>
    /// <returns>How long it took from the call.</returns>
    /// <exception cref="Running.Ports.ClusterException">It ended, or was not ready in time: the message has the end of its log.</exception>
    Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation);
}

/// <summary>How a node is started. What is said once holds for the node's later starts too.</summary>
/// <param name="Joins">It founds no cluster but waits to be added; null leaves it as it was.</param>
/// <param name="IsOtherVersion">It is started from the other image or binary; null leaves it as it was.</param>
internal sealed record StartHow(bool? Joins = null, bool? IsOtherVersion = null)
{
    public static readonly StartHow Again = new();
}

/// <summary>Keeps a fault in force on a node that dies and lives again, such as a clock that is wrong.</summary>
internal interface IFollowsLives
{
    /// <summary>A node has been launched and is not ready yet.</summary>
    Task LaunchedAsync(IWorldNode node, CancellationToken cancellation);
}
