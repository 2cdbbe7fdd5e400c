using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Progress;

/// <summary>A run at a moment.</summary>
/// <param name="Phase">Null before the first.</param>
/// <param name="Elapsed">Since the start.</param>
/// <param name="Remaining">Until the faults end; null outside of the phases that last as long as the plan says.</param>
/// <param name="OperationsPerSecond">Completed in the last second.</param>
/// <param name="P50Ns">Median latency of the last second, nanoseconds; null if nothing completed.</param>
/// <param name="P99Ns">99th percentile of the same.</param>
/// <param name="FaultsInForce">Each in a few words.</param>
public sealed record MeterReading(
    Phase? Phase,
    TimeSpan Elapsed,
    TimeSpan? Remaining,
    long Ok,
    long Fail,
    long Info,
    int OperationsPerSecond,
    long? P50Ns,
    long? P99Ns,
    ImmutableArray<string> FaultsInForce,
    LeaderSeen? Leader);
