using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds;

/// <summary>A family of faults: whether it can be had, and who does it.</summary>
/// <param name="ProbeAsync">Tries it on the machine, before any node is started.</param>
/// <param name="Create">Called once the world is prepared.</param>
internal sealed record InjectorFamily(FaultKind Kind, Func<Examined, CancellationToken, Task<Ability>> ProbeAsync, Func<Surroundings, IInjector> Create);

/// <summary>What is tried before any node is started.</summary>
/// <param name="System">What is going to run.</param>
/// <param name="Kernel">Where.</param>
/// <param name="ClockMethod">How clocks shall be made wrong.</param>
internal sealed record Examined(ISystem System, IKernel Kernel, ClockMethod ClockMethod);
