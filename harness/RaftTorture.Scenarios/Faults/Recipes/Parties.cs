using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>Who is who in a recipe.</summary>
public static class Parties
{
    /// <summary>The leader, and perhaps others with it, so that a majority is left; nobody while there is no leader that stands.</summary>
    public static ImmutableArray<string> MinorityOfLeader(Kitchen kitchen, ref Dice dice)
    {
        var standing = NodeTargets.Standing(kitchen.Nodes, kitchen.Cluster);
        if (kitchen.Cluster.IsLeaderless || kitchen.Cluster.Leader is not { } leader || !standing.Contains(leader))
            return [];
        var company = dice.Shuffle(standing.Remove(leader)).Take(NodeTargets.MinorityCount(kitchen.Nodes.Length, ref dice) - 1);
        return [leader, .. company];
    }

    /// <summary>Whether somebody leads who is none of these.</summary>
    public static bool HasOtherLeader(Kitchen kitchen, ImmutableArray<string> few) =>
        !kitchen.Cluster.IsLeaderless && kitchen.Cluster.Leader is { } leader && !few.Contains(leader);

    /// <summary>Whoever stands and is none of these.</summary>
    public static ImmutableArray<string> Others(Kitchen kitchen, ImmutableArray<string> few) =>
        NodeTargets.Standing(kitchen.Nodes, kitchen.Cluster).RemoveRange(few);
}
