using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Local;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Doctor;

/// <summary>The <c>local</c> world: it takes nothing but .NET.</summary>
internal static class LocalExamination
{
    public static WorldHealth Of(NodeAbilities node) => new(
        WorldCatalog.Local,
        new Ability(true, "processes on loopback"),
        Enum.GetValues<FaultKind>()
            .Where(kind => WorldCatalog.Has(WorldCatalog.Local, kind))
            .ToImmutableSortedDictionary(kind => kind, kind => OfKind(kind, node)));

    private static Ability OfKind(FaultKind kind, NodeAbilities node) => LocalPlatform.WhyUnsupported(kind, node) is not { } why
        ? new Ability(true, How(kind))
        : why.Split(": ", 2) is [var words, var remedy] ? Ability.Missing(words, remedy) : Ability.Missing(why, "take another --world");

    private static string How(FaultKind kind) => kind switch
    {
        FaultKind.Partition => "the harness's own proxies",
        FaultKind.Packet => "the same: delay, jitter and rate only",
        FaultKind.Kill or FaultKind.Pause => "signals",
        _ => "the node's operator port",
    };
}
