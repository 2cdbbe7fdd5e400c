using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>What became of connections, link by link, try by try; links of nodes without a network are left out.</summary>
internal sealed record ConnectionReport(ImmutableArray<ConnectionSeen> Tries)
{
    /// <summary>True if on each link a try was answered, be it by a refusal: the way there and back is open.</summary>
    public bool IsAnsweredOnAll => Tries.GroupBy(seen => seen.Link).All(link => link.Any(seen => seen.Outcome != ConnectionOutcome.Silent));

    /// <summary>For people: <c>6 refused after 0.1-0.3 ms, 12 silent after 100.2-104.0 ms</c>.</summary>
    public override string ToString() => string.Join(", ", Tries.GroupBy(seen => seen.Outcome).OrderBy(alike => alike.Key).Select(Words));

    private static string Words(IGrouping<ConnectionOutcome, ConnectionSeen> alike) =>
        $"{alike.Count()} {alike.Key.ToString().ToLowerInvariant()} after {alike.Min(seen => seen.Ms):0.0}-{alike.Max(seen => seen.Ms):0.0} ms";
}

internal sealed record ConnectionSeen(Link Link, ConnectionOutcome Outcome, double Ms);

internal enum ConnectionOutcome
{
    Connected,

    /// <summary>A reset came back: nobody listens there, or somebody on the way says so.</summary>
    Refused,

    /// <summary>Nothing came back.</summary>
    Silent,
}
