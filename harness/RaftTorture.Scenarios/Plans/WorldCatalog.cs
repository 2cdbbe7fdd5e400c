using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Plans;

/// <summary>The worlds that a plan can name, and which families of faults exist in each. What a machine lacks for one is for the world to say.</summary>
public static class WorldCatalog
{
    public const string Local = "local";

    /// <summary>Processes behind a user-space proxy have no kernel faults: the disk, the clock and the processor are the machine's own.</summary>
    private static readonly ImmutableArray<FaultKind> LocalKinds =
    [
        FaultKind.Partition, FaultKind.Kill, FaultKind.Pause, FaultKind.Packet, FaultKind.Transfer, FaultKind.Snapshot, FaultKind.Membership,
    ];

    private static readonly ImmutableArray<(string Name, ImmutableArray<FaultKind> Kinds)> All =
    [
        (Local, LocalKinds),
        ("netns", [.. Enum.GetValues<FaultKind>()]),
        ("docker", [.. Enum.GetValues<FaultKind>()]),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(world => world.Name)];

    /// <summary>Whether a family exists in a world; in an unknown one all do, for that it is unknown is said elsewhere.</summary>
    public static bool Has(string world, FaultKind kind) => !Names.Contains(world) || With(kind).Contains(world);

    /// <summary>The worlds in which a family exists.</summary>
    public static ImmutableArray<string> With(FaultKind kind) => [.. All.Where(world => world.Kinds.Contains(kind)).Select(world => world.Name)];

    /// <summary>Whether its links are the kernel's, so that packets can be dropped one by one.</summary>
    public static bool IsOfPackets(string world) => world != Local;
}
