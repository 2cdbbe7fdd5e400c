using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Doctor;

/// <summary>Tries every family of faults on a machine, in the way of a run before it starts.</summary>
internal static class Families
{
    public static async Task<ImmutableSortedDictionary<FaultKind, Ability>> TryAsync(IKernel kernel, NodeAbilities node, CancellationToken cancellation)
    {
        using var system = new ReferenceSystem(new ReferenceOptions { ClusterId = "", Abilities = node });
        var kinds = Enum.GetValues<FaultKind>();
        var abilities = await WorldAbilities.ProbeAsync(system, kernel, kinds, cancellation);
        return kinds.ToImmutableSortedDictionary(kind => kind, kind => abilities.Of(kind) ?? Ability.Missing("nobody does it yet", "take another --world"));
    }
}
