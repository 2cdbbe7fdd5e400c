using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>A plan may restrict some families to some of what they can do.</summary>
/// <param name="What">What is chosen, in the singular.</param>
/// <param name="Family">Whose.</param>
/// <param name="Asked">What a plan names of it: nothing for all.</param>
/// <param name="In">All that there is in a world.</param>
public sealed record FaultChoices(string What, string Family, Func<Plan, ImmutableArray<string>> Asked, Func<string, ImmutableArray<string>> In)
{
    public static readonly FaultChoices PacketBehaviors = new(
        "packet behavior",
        "packet",
        plan => plan.PacketBehaviors,
        world => WorldCatalog.IsOfPackets(world) ? Faults.PacketFaults.Behaviors : Faults.PacketFaults.BehaviorsOfStreams);

    public static readonly FaultChoices ClockFaults = new("clock fault", "clock", plan => plan.ClockFaults, _ => Faults.ClockFaults.Ways);

    public static readonly FaultChoices PowerTails = new("power tail", "power", plan => plan.PowerTails, _ => PowerFaults.Tails);

    public static readonly FaultChoices DiskFaults = new("disk fault", "disk", plan => plan.DiskFaults, _ => Faults.DiskFaults.Troubles);

    public static readonly FaultChoices Corruptions = new("corruption", "corruption", plan => plan.Corruptions, _ => CorruptionFaults.Damages);

    public static ImmutableArray<FaultChoices> All { get; } = [PacketBehaviors, ClockFaults, PowerTails, DiskFaults, Corruptions];

    /// <summary>What a plan leaves of it.</summary>
    public ImmutableArray<string> Of(Plan plan) => Chosen.Of(Asked(plan), In(plan.World));

    /// <summary>What is wrong with what a plan names, one line each.</summary>
    public IEnumerable<string> Problems(Plan plan) =>
        Asked(plan).Except(In(plan.World)).Select(name => $"unknown {What} '{name}' in the {plan.World} world: choose from {string.Join(", ", In(plan.World))}");
}
