using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>What came out of the links that were probed.</summary>
/// <param name="Links">In the order in which they were asked for.</param>
/// <param name="Absent">Nodes without a network just then, such as dead containers: their links are left out.</param>
internal sealed record ProbeReport(ImmutableArray<LinkSeen> Links, ImmutableArray<string> Absent)
{
    /// <summary>What came out of the links together.</summary>
    public Arrivals Total => Arrivals.Sum(Links.Select(link => link.Arrivals));
}

/// <summary>What came out of one link.</summary>
internal sealed record LinkSeen(Link Link, Arrivals Arrivals);
