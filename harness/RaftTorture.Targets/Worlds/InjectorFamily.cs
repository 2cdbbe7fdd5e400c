using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds;

/// <summary>A family of faults: whether it can be had, and who does it.</summary>
/// <param name="ProbeAsync">Tries it on the machine, before any node is started.</param>
/// <param name="Create">Called once the world is prepared.</param>
internal sealed record InjectorFamily(
    FaultKind Kind, Func<ISystem, IKernel, CancellationToken, Task<Ability>> ProbeAsync, Func<Surroundings, IInjector> Create);
