namespace RaftTorture.Simulation.Runs;

/// <summary>What saw that something is wrong.</summary>
public enum Layer
{
    /// <summary>An invariant, which sees all nodes and disks.</summary>
    Invariant,

    /// <summary>The history that clients saw, which no linearizable store can make.</summary>
    Client,

    /// <summary>The cluster did not come back when all was well again.</summary>
    Liveness,

    /// <summary>A node ended itself, or could not start.</summary>
    Crash,
}
