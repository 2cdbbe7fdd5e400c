using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Doctor;

/// <summary>Whether a world can be had on this machine, and which families of faults in it.</summary>
/// <param name="World">As <c>--world</c> names it.</param>
/// <param name="Itself">The world without any fault.</param>
/// <param name="Faults">In the order of <see cref="FaultKind"/>; empty if there is no such world here. A family that the world does not know is absent.</param>
public sealed record WorldHealth(string World, Ability Itself, ImmutableSortedDictionary<FaultKind, Ability> Faults)
{
    public static WorldHealth Absent(string world, string words, string remedy) => Absent(world, Ability.Missing(words, remedy));

    public static WorldHealth Absent(string world, Ability ability) => new(world, ability, ImmutableSortedDictionary<FaultKind, Ability>.Empty);
}
