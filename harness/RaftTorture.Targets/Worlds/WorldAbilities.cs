using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds;

/// <summary>What a machine can do to a system, found by trying before anything is started or written.</summary>
internal sealed class WorldAbilities(IReadOnlyDictionary<FaultKind, Ability> found)
{
    /// <summary>Tries the families that are asked for, all at once; of the others nothing is known.</summary>
    public static async Task<WorldAbilities> ProbeAsync(
        ISystem system, IKernel kernel, IEnumerable<FaultKind> kinds, CancellationToken cancellation, ClockMethod clockMethod = ClockMethod.Auto)
    {
        var machine = new Examined(system, kernel, clockMethod);
        var asked = WorldInjectors.All.Where(family => kinds.Contains(family.Kind)).ToArray();
        var abilities = await Task.WhenAll(asked.Select(family => TryAsync(family, machine, cancellation)));
        return new WorldAbilities(asked.Zip(abilities).ToDictionary(pair => pair.First.Kind, pair => pair.Second));
    }

    /// <summary>What was found of a family; null if it was not asked for, or nobody does it.</summary>
    public Ability? Of(FaultKind kind) => found.GetValueOrDefault(kind);

    /// <summary>The same but for a family that the machine could, and the world cannot; null changes nothing.</summary>
    public WorldAbilities Except(FaultKind kind, Ability? missing) =>
        missing is null || !found.ContainsKey(kind) ? this : new WorldAbilities(new Dictionary<FaultKind, Ability>(found) { [kind] = missing });

    /// <summary>The library with which nodes are to be started so that their clocks can be made wrong; null where it takes none.</summary>
    public string? Faketime => (Of(FaultKind.Clock) as FaketimeAbility)?.Library;

    /// <inheritdoc cref="Running.Ports.ICluster.WhyUnsupported"/>
    public string? WhyUnsupported(FaultKind kind) => Of(kind) switch
    {
        null => "nobody does it in this world: leave it out of --nemesis, or take another --world",
        { Works: true } => null,
        { Remedy: { } remedy } missing => $"{missing.Words}: {remedy}",
        var missing => missing.Words,
    };

    private static async Task<Ability> TryAsync(InjectorFamily family, Examined machine, CancellationToken cancellation)
    {
        try
        {
            return await family.ProbeAsync(machine, cancellation);
        }
        catch (KernelException refused)
        {
            return Ability.Missing(refused.Message, "leave it out of --nemesis, or take another --world");
        }
    }
}
