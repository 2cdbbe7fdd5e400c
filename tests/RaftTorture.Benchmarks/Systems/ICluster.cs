using RaftTorture.Benchmarks.Machine;

namespace RaftTorture.Benchmarks.Systems;

/// <summary>Three nodes on loopback that flush what they acknowledge.</summary>
internal interface ICluster : IDisposable
{
    IReadOnlyList<NodeProcess> Nodes { get; }

    /// <summary>Where clients reach each node.</summary>
    IReadOnlyList<Uri> Addresses { get; }

    /// <summary>A node answers, and says that it is well.</summary>
    Task<bool> IsHealthyAsync(Uri node);

    /// <summary>The node that leads, or null if none is known.</summary>
    Task<Uri?> LeaderAsync();
}
