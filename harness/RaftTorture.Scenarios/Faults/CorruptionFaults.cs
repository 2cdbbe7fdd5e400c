using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws whose durable data are damaged.</summary>
/// <remarks>
/// What a majority has flushed is promised to clients, so no more than a strict minority may be damaged at a time: what was lost beyond that
/// would be the harness's doing. Whoever is down, frozen or out of the cluster counts too, because the sound copy may be theirs.
/// </remarks>
public static class CorruptionFaults
{
    public static readonly ImmutableArray<string> Damages = ["bitflip", "truncate", "wipe"];

    public static readonly ImmutableArray<string> Choices = ["one", "minority", "minority-third", "primary"];

    /// <summary>Nodes to damage, or nothing while no more may be.</summary>
    public static DrawFault Among(ImmutableArray<string> damages, ImmutableArray<string> targets) => (nodes, cluster, ref dice) =>
    {
        // Who was not seen to serve again is mended before another is damaged.
        if (cluster.InForce.OfType<Fault.Corrupt>().FirstOrDefault() is { } open)
            return cluster.IsLeaderless ? null : open.Heal;
        var struck = NodeTargets.Draw(targets, NodeTargets.Members(nodes, cluster), cluster, ref dice);
        ImmutableArray<string> spared = [.. struck.Take(MostOf(nodes, cluster))];
        return spared.IsEmpty ? null : new Fault.Corrupt(spared, Damage(dice.Pick(damages)), (long)(dice.Bits() >> 1));
    };

    /// <summary>How many nodes may be damaged besides those that are lost already.</summary>
    public static int MostOf(ImmutableArray<string> nodes, ClusterView cluster) =>
        Math.Max(0, (nodes.Length - 1) / 2 - (nodes.Length - NodeTargets.Standing(nodes, cluster).Length));

    private static DataDamage Damage(string name) => name switch
    {
        "bitflip" => DataDamage.BitFlip,
        "truncate" => DataDamage.Truncate,
        "wipe" => DataDamage.Wipe,
        _ => throw new UnreachableException(),
    };
}
