using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Has members leave and come back, with their data or with nothing.</summary>
/// <param name="membership">Asks for it.</param>
/// <param name="replacement">The same for who loses the disk meanwhile.</param>
/// <param name="nodes">By their names.</param>
internal sealed class WorldMembershipInjector(
    MembershipInjector membership, Replacement replacement, IReadOnlyDictionary<string, IWorldNode> nodes) : IInjector
{
    /// <summary>Whose replacement was not seen to its end: such a node may be down, and its disk empty or not.</summary>
    private readonly HashSet<string> _halfDone = new(StringComparer.Ordinal);

    public FaultKind Kind => FaultKind.Membership;

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Shrink shrink => membership.ShrinkAsync(nodes[shrink.Node], cancellation),
        Fault.Replace replace => ReplaceAsync(nodes[replace.Node], cancellation),
        Fault.Grow grow => GrowAsync(nodes[grow.Node], cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private async Task<FaultEffect> ReplaceAsync(IWorldNode node, CancellationToken cancellation)
    {
        _halfDone.Add(node.Id);
        var effect = await replacement.ReplaceAsync(node, cancellation);
        if (effect.Confirmed)
            _halfDone.Remove(node.Id);
        return effect;
    }

    /// <summary>Who runs is asked to come back as it is, which may be empty and waiting to be added. Who is down in the middle of it begins again.</summary>
    private Task<FaultEffect> GrowAsync(IWorldNode node, CancellationToken cancellation) =>
        _halfDone.Contains(node.Id) && node.Life is not { IsAlive: true } ? ReplaceAsync(node, cancellation) : membership.GrowAsync(node, cancellation);
}
