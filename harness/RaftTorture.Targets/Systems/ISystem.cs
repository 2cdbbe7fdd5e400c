using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Systems;

/// <summary>A kind of system under test: how a node of it is started, found ready, and spoken to. One file a system.</summary>
/// <remarks>Worlds know systems only through this, and systems know worlds only as sites.</remarks>
internal interface ISystem
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>On which its nodes speak to each other, on each node's own address.</summary>
    int PeerPort { get; }

    /// <summary>The command line of a node.</summary>
    /// <param name="site">Of which.</param>
    /// <param name="all">The founders of the cluster, itself among them.</param>
    /// <param name="joins">It does not found the cluster, but waits until it is added to it.</param>
    NodeLaunch LaunchOf(Site site, IReadOnlyList<Site> all, bool joins = false);

    /// <summary>Whether it serves.</summary>
    Task<bool> IsReadyAsync(Site site, CancellationToken cancellation);

    /// <summary>What it says of itself, or null if it does not answer soon.</summary>
    Task<NodeStatus?> ObserveAsync(Site site, CancellationToken cancellation);

    /// <summary>What its own clock says, read inside of the process, or null if it does not tell. UTC.</summary>
    Task<DateTimeOffset?> ReadClockAsync(Site site, CancellationToken cancellation);

    /// <summary>What its own monotonic clock says, since whatever moment, or null if it does not tell.</summary>
    Task<TimeSpan?> ReadMonotonicAsync(Site site, CancellationToken cancellation) => Task.FromResult<TimeSpan?>(null);

    /// <summary>A client for one process that speaks to one node first.</summary>
    IClient OpenClient(ProcessId process, string node, IReadOnlyList<Site> all);
}
