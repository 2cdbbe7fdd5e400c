using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Plans;

/// <summary>Everything that decides a run, written to <c>plan.yaml</c>: the same plan gives the same schedule.</summary>
public sealed record Plan
{
    /// <summary>The folder under the store, and the title of the report.</summary>
    public string Name { get; init; } = "reference-register";

    /// <summary>Seed of every die that is thrown.</summary>
    public required long Seed { get; init; }

    /// <summary>Where the cluster runs (<see cref="WorldCatalog.Names"/>).</summary>
    public string World { get; init; } = "local";

    public ImmutableArray<string> Nodes { get; init; } = ["n1", "n2", "n3", "n4", "n5"];

    /// <summary>Arguments that every node gets besides the harness's own, such as other timeouts.</summary>
    public ImmutableArray<string> NodeArguments { get; init; } = [];

    /// <summary>Entries after which a node snapshots its state and compacts its log: few, so that a minute sees it often; 0 for never.</summary>
    public int SnapshotThreshold { get; init; } = 1000;

    /// <summary>Number of client processes that work at once.</summary>
    public int Concurrency { get; init; } = 5;

    /// <summary>Length of the fault phase in seconds, without set-up and tear-down.</summary>
    public double TimeLimitSeconds { get; init; } = 60;

    /// <summary>Operations a second over all processes, on average.</summary>
    public double RateHz { get; init; } = 200;

    public string Workload { get; init; } = "register";

    /// <summary>The fault families that the nemesis draws from; empty for none.</summary>
    public ImmutableArray<string> Nemesis { get; init; } = [];

    /// <summary>The shapes that partitions are drawn from; empty for all (<see cref="Faults.PartitionFaults.Shapes"/>).</summary>
    public ImmutableArray<string> PartitionTargets { get; init; } = [];

    /// <summary>
    /// Whom faults of nodes strike; empty for all choices (<see cref="Faults.NodeTargets.Choices"/>). Not every family has every choice: a
    /// pause never strikes all, corruption stays a minority, and one member leaves at a time.
    /// </summary>
    public ImmutableArray<string> NodeTargets { get; init; } = [];

    /// <summary>What packets suffer; empty for all that the world has (<see cref="Faults.PacketFaults.Behaviors"/>).</summary>
    public ImmutableArray<string> PacketBehaviors { get; init; } = [];

    /// <summary>What clocks do; empty for all (<see cref="Faults.ClockFaults.Ways"/>).</summary>
    public ImmutableArray<string> ClockFaults { get; init; } = [];

    /// <summary>How clocks are made wrong (<see cref="Faults.ClockMethods.Names"/>).</summary>
    public string ClockMethod { get; init; } = "auto";

    /// <summary>What a power cut leaves of the last writes; empty for all (<see cref="Faults.PowerFaults.Tails"/>).</summary>
    public ImmutableArray<string> PowerTails { get; init; } = [];

    /// <summary>The troubles that disks are in; empty for all (<see cref="Faults.DiskFaults.Troubles"/>).</summary>
    public ImmutableArray<string> DiskFaults { get; init; } = [];

    /// <summary>What happens to durable data; empty for all (<see cref="Faults.CorruptionFaults.Damages"/>).</summary>
    public ImmutableArray<string> Corruptions { get; init; } = [];

    /// <summary>Whether there is a second version of the node, to which restarts may go.</summary>
    public bool HasOtherVersion { get; init; }

    /// <summary>Mean seconds between two actions of one family of faults; each family keeps its own time, as in Jepsen.</summary>
    public double NemesisIntervalSeconds { get; init; } = 5;

    /// <summary>Seconds for which one mixture of nemeses is on before the next; 0 for what <see cref="Faults.Mixtures"/> finds fit.</summary>
    public double NemesisStablePeriodSeconds { get; init; }

    /// <summary>Faults that wait for something to be seen, <c>kill primary when leader-elected</c>: see <see cref="Faults.Triggers.TriggerText"/>.</summary>
    public ImmutableArray<string> Triggers { get; init; } = [];

    /// <summary>Seconds of load without faults before the fault phase.</summary>
    public double QuietSeconds { get; init; } = 2;

    /// <summary>Seconds after the heal within which every node must catch up and its clients be served; then, of silence while keys are read back.</summary>
    public double LivenessSeconds { get; init; } = 20;

    /// <summary>Milliseconds after which an operation without an answer is unknown.</summary>
    public int OperationTimeoutMs { get; init; } = 3000;

    /// <summary>Keys that are under load at the same time.</summary>
    public int KeyCount { get; init; } = 10;

    /// <summary>Operations on one key before it is retired and a fresh one takes its place.</summary>
    public int OperationsPerKey { get; init; } = 200;

    /// <summary>Whether the history is also checked while it is made, and the run ends at the first violation: it is healed and judged at once.</summary>
    public bool StopAtViolation { get; init; }

    /// <summary>Seconds that the checkers may take together.</summary>
    public double CheckSeconds { get; init; } = 60;

    /// <summary>Bytes that one search may use.</summary>
    public long CheckBytes { get; init; } = 2L << 30;
}
